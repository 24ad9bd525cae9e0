using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Doors.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

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

    /// <summary>Made by NSwag with its defaults, but for the serializer; warnings of the program are errors.</summary>
    [Fact]
    public async Task Csharp_client_is_made_compiles_and_works()
    {
        await using var node = await NodeProcess.StartAsync();
        using var http = new HttpClient();
        var document = await OpenApiDocument.FromJsonAsync(await http.GetStringAsync(new Uri(node.Http, "/openapi/v1.json")));
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "MeshApi",
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = "Made", JsonLibrary = CSharpJsonLibrary.SystemTextJson, GenerateNullableReferenceTypes = true },
        };
        await File.WriteAllTextAsync(Path.Combine(_folder, "MeshApi.cs"), new CSharpClientGenerator(document, settings).GenerateFile());
        File.Copy(SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Native", "Client.cs"), Path.Combine(_folder, "Client.cs"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "client.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
            </Project>
            """);

        KeyValuePair<string, string>[] quiet =
            [new("DOTNET_NOLOGO", "1"), new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), new("MSBUILDDISABLENODEREUSE", "1"), new("UseSharedCompilation", "false")];
        await ClientRun.OutputAsync("dotnet", ["build", "-o", "out", "--nologo", "-v", "q"], _folder, quiet, Patience.Limit * 10);
        Assert.Equal("done\n", await ClientRun.OutputAsync("dotnet", [Path.Combine("out", "client.dll"), node.Http.ToString()], _folder));
    }

    private Task<string> RunAsync(params string[] arguments) => ClientRun.OutputAsync("node", arguments, _folder);
}
