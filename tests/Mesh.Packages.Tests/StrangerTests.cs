using System.Net;
using System.Reflection.Metadata;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Packages.Tests;

/// <summary>Packages as somebody gets them who has nothing else of the repository.</summary>
[Collection(nameof(PackedFeed))]
public sealed class StrangerTests(PackedFeed packed)
{
    private const string Web = "Microsoft.NET.Sdk.Web";
    private const string Plain = "Microsoft.NET.Sdk";
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Theory]
    [InlineData("Mesh.Core")]
    [InlineData("Mesh.Kademlia")]
    [InlineData("Mesh.Actors")]
    [InlineData("Mesh.Federation")]
    [InlineData("Mesh.Client")]
    [InlineData("Mesh.Grpc")]
    [InlineData("Mesh.ServiceDiscovery")]
    [InlineData("Mesh.Yarp")]
    [InlineData("Mesh.Discovery")]
    [InlineData("Mesh.Client.Testing")]
    public void Package_has_documentation_readme_licence_icon_and_symbols(string package)
    {
        var contents = packed.Contents(package);
        var symbols = packed.Contents(package, "snupkg");

        foreach (var framework in (string[])["net8.0", "net10.0"])
        {
            Assert.Contains($"lib/{framework}/{package}.dll", contents);
            Assert.Contains($"lib/{framework}/{package}.xml", contents);
            Assert.Contains($"lib/{framework}/{package}.pdb", symbols);
        }

        Assert.Contains("README.md", contents);
        Assert.Contains("LICENSE", contents);
        Assert.Contains("icon.png", contents);
        Assert.Contains("<icon>icon.png</icon>", packed.Nuspec(package), StringComparison.Ordinal);
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", packed.Nuspec(package), StringComparison.Ordinal);
    }

    /// <summary>A debugger steps into the library wherever it runs.</summary>
    [Theory]
    [InlineData("Mesh.Core")]
    [InlineData("Mesh.Client")]
    public void Symbols_hold_the_sources(string package)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbImage(packed.Read(package, $"lib/net10.0/{package}.pdb", "snupkg"));
        var reader = symbols.GetMetadataReader();
        var embedded = reader.CustomDebugInformation
            .Select(h => reader.GetCustomDebugInformation(h))
            .Where(i => reader.GetGuid(i.Kind) == EmbeddedSource)
            .Select(i => i.Parent)
            .ToHashSet();
        var documents = reader.Documents.Where(d => reader.GetString(reader.GetDocument(d).Name).EndsWith(".cs", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.Contains((EntityHandle)d, embedded));
    }

    [Fact]
    public void All_packages_have_one_version_and_only_what_is_meant_to_be_one_is_packed()
    {
        var packages = Directory.EnumerateFiles(packed.Feed, "*.nupkg").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
        var version = packed.VersionOf("Mesh.Client");

        Assert.Equal(
            [
                "Mesh.Actors", "Mesh.Aspire.Hosting", "Mesh.Client", "Mesh.Client.Testing", "Mesh.Core", "Mesh.Dashboard", "Mesh.Discovery", "Mesh.Federation", "Mesh.Grpc",
                "Mesh.Kademlia", "Mesh.Node", "Mesh.ServiceDiscovery", "Mesh.Templates", "Mesh.Yarp",
            ],
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

        // Editors find the schema of the section "Mesh" by this item.
        var schemas = await packed.DotnetAsync(folder, "msbuild", "-getItem:JsonSchemaSegment");
        Assert.Contains("ConfigurationSchema.json", schemas, StringComparison.Ordinal);
        Assert.Contains("ConfigurationSchema.json", packed.Contents("Mesh.Client"));
    }

    [Fact]
    public async Task Worker_offers_a_service_to_a_console_program()
    {
        var building = packed.ProjectAsync("Worker", Plain, """
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder(args);
            builder.AddMesh(mesh => mesh.Register("billing", port: 9000).RegisterWithoutPort("nightly"));
            builder.Build().Run();
            """, "Mesh.Client");
        var console = await packed.ProjectAsync("Finder", Plain, """
            using Mesh.Client;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;
            using Microsoft.Extensions.Logging;

            var builder = Host.CreateApplicationBuilder(args);
            builder.Logging.ClearProviders();
            builder.Services.AddMeshGrpc();
            builder.AddMesh(mesh => mesh.WaitForReady());
            using var host = builder.Build();
            await host.StartAsync();
            var mesh = host.Services.GetRequiredService<IMeshClient>();
            await foreach (var change in mesh.Watch("billing"))
            {
                if (change.Instance is { IsOffered: true } found)
                {
                    Console.WriteLine($"found {found.Instance.Port}, {mesh.Resolve("nightly").Instances.Length} nightly");
                    break;
                }
            }

            await host.StopAsync();
            """, "Mesh.Client", "Mesh.Grpc");
        var worker = await building;
        var port = FreePorts.Take();

        await using var offers = packed.Run(worker, [new("Mesh__Port", $"{port}")]);
        await using var finds = packed.Run(console, [new("Mesh__Seeds", $"127.0.0.1:{port}")]);

        Assert.Equal(0, await finds.WaitAsync(Patience.Limit * 2));
        Assert.Contains("found 9000", finds.Output, StringComparison.Ordinal);
        Assert.Equal(0, await offers.TerminateAsync(Patience.Limit));
    }

    [Fact]
    public async Task Template_of_a_worker_makes_one_that_is_seen_without_a_port()
    {
        await using var shell = new TutorialRun(packed.Outside("worker-template"));
        await shell.RunAsync("""
            dotnet new install Mesh.Templates
            dotnet new mesh-worker -o NightlyReport
            dotnet build NightlyReport -c Release -v q --nologo
            cat NightlyReport/Program.cs
            """, Patience.Limit * 10);
        Assert.Contains("RegisterWithoutPort(\"nightly-report\")", shell.Output, StringComparison.Ordinal);

        await using var worker = packed.Run(Path.Combine(packed.Outside("worker-template"), "NightlyReport"));

        await Eventually.IsAsync(
            () => Task.FromResult(!worker.HasExited && worker.Output.Contains("The mesh has 1 services", StringComparison.Ordinal)),
            () => worker.Output,
            Patience.Limit * 2);
        Assert.Equal(0, await worker.TerminateAsync(Patience.Limit));
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
