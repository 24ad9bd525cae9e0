using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Mesh.Aspire.Hosting;
using Mesh.Samples.MigrationHost;

namespace Mesh.Aspire.Tests;

/// <summary>The model that a host with a mesh has. Nothing is started by Aspire itself: its orchestrator is not part of the packages.</summary>
public sealed class MeshResourceTests
{
    [Fact]
    public async Task Mesh_is_a_node_with_two_endpoints_that_is_healthy_once_it_is_ready()
    {
        var builder = DistributedApplication.CreateBuilder([]);

        var mesh = builder.AddMesh("mesh", port: 4100, httpPort: 8600).Resource;

        Assert.Equal(("mesh", "mesh"), (mesh.Name, mesh.Command));
        Assert.Equal(["node", "--name", "mesh", "--port", "4100", "--http", "8600"], await ArgumentsAsync(mesh));
        var endpoints = mesh.Annotations.OfType<EndpointAnnotation>().ToDictionary(e => e.Name);
        Assert.Equal((4100, false, "tcp"), (endpoints["mesh"].Port, endpoints["mesh"].IsProxied, endpoints["mesh"].UriScheme));
        Assert.Equal((8600, false, "http"), (endpoints["http"].Port, endpoints["http"].IsProxied, endpoints["http"].UriScheme));
        Assert.Single(mesh.Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task Command_may_have_arguments_of_its_own()
    {
        var builder = DistributedApplication.CreateBuilder([]);

        var mesh = builder.AddMesh("mesh", "dotnet", prefix: ["tool", "run", "mesh", "--"]).Resource;

        Assert.Equal("dotnet", mesh.Command);
        Assert.Equal(["tool", "run", "mesh", "--", "node"], (await ArgumentsAsync(mesh)).Take(5));
    }

    [Fact]
    public async Task Project_is_told_the_seed_and_nothing_that_its_code_has_to_read()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var mesh = builder.AddMesh("mesh");
        Allocate(mesh.Resource, 4053);

        var orders = builder.AddExecutable("orders", "orders", ".").WithReference(mesh).Resource;

        var variables = await EnvironmentAsync(builder, orders);
        Assert.Equal("localhost:4053", await Assert.IsType<ReferenceExpression>(variables[MeshHostingExtensions.SeedsVariable]).GetValueAsync(default));
        Assert.Single(variables);
        Assert.Contains(orders.Annotations.OfType<ResourceRelationshipAnnotation>(), r => r.Resource == mesh.Resource);
    }

    [Fact]
    public void Host_before_and_after_has_the_same_projects_and_after_each_is_told_the_mesh()
    {
        var host = new DistributedApplicationOptions { ProjectDirectory = Path.Combine(Root(), "samples", "MigrationHost") };
        var before = DistributedApplication.CreateBuilder(host);
        Before.AddTo(before);
        var after = DistributedApplication.CreateBuilder(host);
        After.AddTo(after);

        Assert.Equal(Projects(before).Select(p => p.Name), Projects(after).Select(p => p.Name));
        var mesh = Assert.Single(after.Resources.OfType<MeshResource>());
        foreach (var project in Projects(after))
        {
            Assert.Contains(project.Annotations.OfType<ResourceRelationshipAnnotation>(), r => r.Resource == mesh);
            Assert.Contains(project.Annotations.OfType<WaitAnnotation>(), w => w.Resource == mesh);
        }
    }

    /// <summary>The arguments of the resource are a node's: it starts with them.</summary>
    [Fact]
    public async Task Arguments_of_the_resource_start_a_node()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var mesh = builder.AddMesh("mesh").Resource;
        // Ports of a test are any that are free.
        var arguments = (await ArgumentsAsync(mesh)).Select(a => a is "4053" or "8500" ? "0" : a);
        var node = Path.Combine(Root(), "src", "Mesh.Node", "bin", "Release", "net10.0", "Mesh.Node.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [node, .. arguments, "--output", "json"]) { RedirectStandardOutput = true })!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));

            Assert.StartsWith("{\"remoting\":", line, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static IEnumerable<ProjectResource> Projects(IDistributedApplicationBuilder builder) =>
        builder.Resources.OfType<ProjectResource>();

    private static void Allocate(MeshResource mesh, int port)
    {
        var endpoint = mesh.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == "mesh");
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
    }

    private static async Task<string[]> ArgumentsAsync(MeshResource resource)
    {
        var context = new CommandLineArgsCallbackContext([]);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Args.Select(a => (string)a)];
    }

    private static async Task<Dictionary<string, object>> EnvironmentAsync(IDistributedApplicationBuilder builder, ExecutableResource resource)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables.Where(v => v.Key.StartsWith("Mesh", StringComparison.Ordinal)).ToDictionary();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mesh.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
