using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Native;

/// <summary>Clients that generators make from the OpenAPI document of a node, used against that node.</summary>
public sealed class GeneratedClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-client").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>openapi-typescript checks the document by the rules of Redocly before it makes the types.</summary>
    [Fact]
    public async Task Typescript_client_is_made_compiles_and_works()
    {
        await using var node = await NodeProcess.StartAsync();
        var modules = Path.Combine(await NpmPackages.InstallAsync(), "node_modules");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), modules);
        using (var http = new HttpClient())
            await File.WriteAllTextAsync(Path.Combine(_folder, "openapi.json"), await http.GetStringAsync(new Uri(node.Http, "/openapi/v1.json")));
        File.Copy(SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Native", "client.ts"), Path.Combine(_folder, "client.ts"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{ "type": "module", "private": true }""");

        await RunAsync(Path.Combine(modules, "openapi-typescript", "bin", "cli.js"), "openapi.json", "-o", "mesh.d.ts");
        await RunAsync(
            Path.Combine(modules, "typescript", "lib", "tsc.js"),
            "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2022,dom", "--skipLibCheck", "client.ts");
        Assert.Equal("done\n", await RunAsync("client.js", node.Http.ToString().TrimEnd('/')));
    }

    private Task<string> RunAsync(params string[] arguments) => ClientRun.OutputAsync("node", arguments, _folder);
}
