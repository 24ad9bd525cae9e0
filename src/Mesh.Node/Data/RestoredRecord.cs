using Mesh.Catalog;

namespace Mesh.Node.Data;

/// <summary>What became of a stored record.</summary>
/// <param name="IsBack">It is this node's again.</param>
/// <param name="Refusal">In words, why the registry does not take it; empty: it does, or a newer word counts.</param>
internal sealed record RestoredRecord(InstanceKey Key, bool IsBack, string Refusal)
{
    public static RestoredRecord Settled(InstanceKey key, bool isBack) => new(key, isBack, "");
}
