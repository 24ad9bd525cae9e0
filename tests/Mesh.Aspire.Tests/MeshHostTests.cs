using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Mesh.Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Mesh.Aspire.Tests;

/// <summary>A host that is built and published, not started: that takes Aspire's orchestrator.</summary>
public sealed class MeshHostTests
{
    [Fact]
    public async Task Built_host_has_the_mesh_with_a_health_check_that_is_registered()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var mesh = builder.AddMesh("mesh").Resource;
        builder.AddExecutable("orders", "orders", ".").WithReference(builder.CreateResourceBuilder(mesh));

        await using var host = builder.Build();

        var model = host.Services.GetRequiredService<DistributedApplicationModel>();
        Assert.Same(mesh, Assert.Single(model.Resources.OfType<MeshResource>()));
        var check = Assert.Single(mesh.Annotations.OfType<HealthCheckAnnotation>());
        var registered = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.Contains(check.Key, registered.Select(r => r.Name));
    }

    /// <summary>What a deployment is made from: the manifest that the host itself writes.</summary>
    [Fact]
    public async Task Manifest_has_the_node_and_tells_the_project_where_it_is()
    {
        const string seed = "{mesh.bindings.mesh.host}:{mesh.bindings.mesh.port}";
        var folder = Directory.CreateTempSubdirectory("mesh-aspire-");
        try
        {
            var file = Path.Combine(folder.FullName, "manifest.json");
            var builder = DistributedApplication.CreateBuilder(["--operation", "publish", "--publisher", "manifest", "--output-path", file]);
            var mesh = builder.AddMesh("mesh");
            builder.AddExecutable("orders", "orders", ".").WithReference(mesh);
            await using var host = builder.Build();

            await host.RunAsync().WaitAsync(TimeSpan.FromMinutes(5));

            using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var resources = manifest.RootElement.GetProperty("resources");
            var node = resources.GetProperty("mesh");
            Assert.Equal(seed, node.GetProperty("connectionString").GetString());
            Assert.Equal(["node", "--name", "mesh", "--port", "4053", "--http", "8500"], node.GetProperty("args").EnumerateArray().Select(a => a.GetString()));
            Assert.Equal(seed, resources.GetProperty("orders").GetProperty("env").GetProperty(MeshHostingExtensions.SeedsVariable).GetString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
