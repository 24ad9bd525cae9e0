using System.Collections.Immutable;

namespace Mesh.KeyValues;

/// <summary>
/// Writes that become visible on this node in one step, at one revision; other nodes may see the parts apart. No key
/// may be written twice.
/// </summary>
/// <param name="Conditions">All must hold, or nothing is written.</param>
public sealed record KeyBatch(ImmutableArray<KeyWrite> Writes, ImmutableArray<KeyCondition> Conditions)
{
    public KeyBatch(params ReadOnlySpan<KeyWrite> writes)
        : this([.. writes], [])
    {
    }
}
