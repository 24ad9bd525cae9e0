namespace Mesh.Cluster.Tests.Network;

/// <summary>Tests over slow networks run one after the other: they look at what is left behind, and share two cores.</summary>
[CollectionDefinition(Name)]
public sealed class SlowNetworkCollection
{
    public const string Name = "slow network";
}
