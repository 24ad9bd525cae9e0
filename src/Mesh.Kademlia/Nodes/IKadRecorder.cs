using System.Collections.Immutable;

namespace Mesh.Kademlia.Nodes;

/// <summary>
/// Sees all that a <see cref="KadNode"/> is told and all that it wants done. Equal seeds and inputs give equal effects, so
/// that what was recorded can be played again in another driver.
/// </summary>
public interface IKadRecorder
{
    /// <param name="seed">What request ids and tokens come from, and in its first eight bytes the order of work.</param>
    void OnStart(ReadOnlyMemory<byte> seed, Moment now);

    void OnStep(KadInput input, Moment now, ImmutableArray<KadEffect> effects);
}
