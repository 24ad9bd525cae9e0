using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Mesh.Aspire.Hosting;

/// <summary>Adds a mesh to the host of an application.</summary>
public static class MeshHostingExtensions
{
    /// <summary>The variable by which a project finds its mesh.</summary>
    public const string SeedsVariable = "Mesh__Seeds";

    /// <summary>
    /// Adds a node, which is healthy once it is ready. The command line of the mesh has to be there:
    /// <c>dotnet tool install Mesh.Node</c>.
    /// </summary>
    /// <param name="name">The name of the resource, and of the node.</param>
    /// <param name="command">What starts the command line; arguments before its own may be given by <paramref name="prefix"/>.</param>
    /// <param name="port">Where nodes join, 1 to 65535: the same inside and outside, for nodes call each other by it.</param>
    /// <param name="httpPort">The port of the native API, 1 to 65535.</param>
    /// <param name="prefix">Arguments that come first, such as "mesh" where the command is "dotnet".</param>
    public static IResourceBuilder<MeshResource> AddMesh(
        this IDistributedApplicationBuilder builder,
        string name,
        string command = "mesh",
        int port = 4053,
        int httpPort = 8500,
        params string[] prefix)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(prefix);
        return builder.AddResource(new MeshResource(name, command, builder.AppHostDirectory))
            .WithArgs([.. prefix, "node", "--name", name, "--port", $"{port}", "--http", $"{httpPort}"])
            .WithEndpoint(port, port, "tcp", MeshResource.SeedEndpoint, isProxied: false)
            .WithHttpEndpoint(httpPort, httpPort, MeshResource.HttpEndpoint, isProxied: false)
            .WithHttpHealthCheck("/readyz", endpointName: MeshResource.HttpEndpoint);
    }

    /// <summary>Tells a project where its mesh is; its code has <c>builder.AddMesh(…)</c>.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<MeshResource> mesh)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(mesh);
        return builder
            .WithEnvironment(SeedsVariable, mesh.Resource.ConnectionStringExpression)
            .WithReferenceRelationship(mesh.Resource);
    }
}
