using System.Collections.Immutable;

namespace Mesh.Kademlia.Records;

/// <summary>Where a mesh can be asked: the content of a record.</summary>
/// <param name="Epoch">Start of the mesh's present registry; a change tells readers to forget what they cached.</param>
/// <param name="Flags">Reserved for later use; readers ignore what they do not know.</param>
/// <param name="Gateways">At most <see cref="MaxGateways"/>; none makes a tombstone.</param>
public sealed record MeshLocator(ulong Epoch, uint Flags, ImmutableArray<GatewayEndpoint> Gateways)
{
    public const int MaxGateways = 4;

    public bool Equals(MeshLocator? other) =>
        other is not null && Epoch == other.Epoch && Flags == other.Flags && Gateways.SequenceEqual(other.Gateways);

    public override int GetHashCode() => HashCode.Combine(Epoch, Flags, Gateways.Length);
}
