
namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>What a simulated peer answers to a lookup.</summary>
internal interface IAnswers
{
    bool IsDead(Contact peer);

    /// <summary>False: it is dead. Otherwise tells how many contacts it gives and whether it has the record.</summary>
    bool TryAnswer(Contact peer, in NodeId target, Span<Contact> into, out int count, out bool hasValue);
}
