using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Etcd.View;

/// <summary>What is shown under a key: the first of those whose key it is, in one layout.</summary>
internal sealed class ShownKey(IInstanceLayout layout, ServiceInstance first, IReadOnlyList<InstanceKey> instances)
{
    public IReadOnlyList<InstanceKey> Instances { get; } = instances;

    /// <summary>Written anew each time: few are asked for, and many are kept.</summary>
    public Octets Value => Octets.Wrap(layout.ValueOf(first));

    public bool SaysTheSameAs(ShownKey other) => ReferenceEquals(First, other.First) || Value == other.Value;

    private ServiceInstance First => first;
}
