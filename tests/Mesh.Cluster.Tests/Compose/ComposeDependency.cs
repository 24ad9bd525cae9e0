namespace Mesh.Cluster.Tests.Compose;

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}
