using Aspire.Hosting.ApplicationModel;

namespace Mesh.Aspire.Hosting;

/// <summary>A stand-alone node of a mesh, a process beside those of the application.</summary>
/// <param name="name">The name of the resource, and of the node.</param>
/// <param name="command">What starts the command line of the mesh.</param>
/// <param name="workingDirectory">Where it is started.</param>
public sealed class MeshResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    internal const string SeedEndpoint = "mesh";
    internal const string HttpEndpoint = "http";

    /// <summary>Where other nodes join.</summary>
    public EndpointReference Seed => field ??= new EndpointReference(this, SeedEndpoint);

    /// <summary>The native API.</summary>
    public EndpointReference Http => field ??= new EndpointReference(this, HttpEndpoint);

    /// <summary>"host:port" of the node, as Mesh:Seeds takes it.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Seed.Property(EndpointProperty.Host)}:{Seed.Property(EndpointProperty.Port)}");
}
