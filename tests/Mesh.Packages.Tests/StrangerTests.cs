using System.Net;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Packages.Tests;

/// <summary>Packages as somebody gets them who has nothing else of the repository.</summary>
public sealed class StrangerTests(PackedFeed packed) : IClassFixture<PackedFeed>
{
    private const string Web = "Microsoft.NET.Sdk.Web";
    private const string Plain = "Microsoft.NET.Sdk";

    [Theory]
    [InlineData("Mesh.Core")]
    [InlineData("Mesh.Kademlia")]
    [InlineData("Mesh.Actors")]
    [InlineData("Mesh.Federation")]
    [InlineData("Mesh.Client")]
    [InlineData("Mesh.Grpc")]
    [InlineData("Mesh.ServiceDiscovery")]
    [InlineData("Mesh.Yarp")]
    public void Package_has_documentation_readme_licence_and_symbols(string package)
    {
        var contents = packed.Contents(package);

        Assert.Contains($"lib/net10.0/{package}.dll", contents);
        Assert.Contains($"lib/net10.0/{package}.xml", contents);
        Assert.Contains("README.md", contents);
        Assert.Contains("LICENSE", contents);
        Assert.Contains($"lib/net10.0/{package}.pdb", packed.Contents(package, "snupkg"));
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", packed.Nuspec(package), StringComparison.Ordinal);
    }

    [Fact]
    public void All_packages_have_one_version_and_only_what_is_meant_to_be_one_is_packed()
    {
        var packages = Directory.EnumerateFiles(packed.Feed, "*.nupkg").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
        var version = packed.VersionOf("Mesh.Client");

        Assert.Equal(
            ["Mesh.Actors", "Mesh.Client", "Mesh.Core", "Mesh.Federation", "Mesh.Grpc", "Mesh.Kademlia", "Mesh.Node", "Mesh.ServiceDiscovery", "Mesh.Yarp"],
            packages.Select(p => p.Replace("." + version, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Example_of_the_README_runs_as_a_web_application()
    {
        var folder = await packed.ProjectAsync(
            "Shop", Web, await File.ReadAllTextAsync(SourceTree.PathOf("samples", "Embedding", "Program.cs")), "Mesh.Client");
        var port = FreePorts.Take();

        await using var shop = packed.Run(folder, [new("ASPNETCORE_URLS", $"http://127.0.0.1:{port}")]);

        using var http = new HttpClient();
        // It runs; whom it calls is not there.
        await Eventually.SeesAsync(
            async () => (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"))).StatusCode,
            s => s is HttpStatusCode.InternalServerError,
            "an answer",
            _ => shop.Output,
            limit: Patience.Limit * 2,
            passes: e => e is HttpRequestException && !shop.HasExited);
        Assert.Equal(0, await shop.TerminateAsync(Patience.Limit));
    }

    [Fact]
    public async Task Trimmed_publish_is_refused_with_a_reason()
    {
        var folder = await packed.ProjectAsync("Trimmed", Plain, "Console.WriteLine(typeof(Mesh.Client.IMeshClient));", "Mesh.Client");

        var (code, output) = await PackedFeed.TryDotnetAsync(folder, "build", "--no-restore", "-t:MeshRefusesTrimming", "-p:PublishTrimmed=true");

        Assert.NotEqual(0, code);
        Assert.Contains("MESH001: Mesh cannot be published trimmed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_is_a_tool_named_mesh()
    {
        var place = Path.Combine(packed.Feed, "..", "tools");
        await packed.DotnetAsync(packed.Feed, "tool", "install", "Mesh.Node", "--tool-path", place, "--version", packed.VersionOf("Mesh.Node"));
        var port = FreePorts.Take();

        await using var node = ChildProcess.Start(Path.Combine(place, "mesh"), ["node", "--port", "0", "--http", $"{port}"], []);

        using var http = new HttpClient();
        await Eventually.SeesAsync(
            () => http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/mesh/v1/services")),
            s => s.StartsWith('{') || s.StartsWith('['),
            "an answer of the node",
            _ => node.Output,
            limit: Patience.Limit * 2,
            passes: e => e is HttpRequestException && !node.HasExited);
        Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
    }
}
