using Mesh.Registry;
using Mesh.Trust;

namespace Mesh.KeyValues;

/// <summary>What the store of a node needs to know and to use.</summary>
/// <param name="Hub">Outlives the ActorSystem.</param>
/// <param name="Catalog">Where the registry shows the instances that were derived from entries.</param>
/// <param name="Rule">Which entries describe instances; null: none.</param>
internal sealed record KeyValueSettings(KeyValueHub Hub, MeshHub Catalog, InstanceRule? Rule, int Buckets, TimeProvider Time)
{
    /// <summary>Null: there is no TLS, and every member is believed.</summary>
    public MeshTrust? Trust { get; init; }

    public string MeshName { get; init; } = "";
}
