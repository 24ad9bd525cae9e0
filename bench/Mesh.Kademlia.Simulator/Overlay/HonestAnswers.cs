namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>Peers with ideal tables, some of them dead, some of them holders of the record looked for.</summary>
internal sealed class HonestAnswers(Population peers, int k, ulong seed) : IAnswers
{
    private readonly IdealTable _table = new(peers, k, seed);

    /// <summary>Whether the peer at this place has the record.</summary>
    public Func<int, bool> Holds { get; set; } = static _ => false;

    /// <summary>Whether the peer at this place is dead though the population counts it as alive.</summary>
    public Func<int, bool> DiesToo { get; set; } = static _ => false;

    public IdealTable TableOf(int place) => _table.Of(place);

    public bool IsDead(Contact peer) => peers.IsDead(Population.PlaceOf(peer)) || DiesToo(Population.PlaceOf(peer));

    public bool TryAnswer(Contact peer, in NodeId target, Span<Contact> into, out int count, out bool hasValue)
    {
        var place = Population.PlaceOf(peer);
        (count, hasValue) = (0, false);
        if (IsDead(peer))
            return false;
        hasValue = Holds(place);
        count = _table.Of(place).Closest(target, into);
        return true;
    }
}
