namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>
/// A part of the peers collude: whoever asks one of them is told of the colluders nearest to the target, and of no other.
/// </summary>
internal sealed class ColludingAnswers : IAnswers
{
    private readonly HonestAnswers _honest;
    private readonly bool[] _colludes;
    private readonly Population _colluders;
    private readonly Contact[] _places;

    public ColludingAnswers(Population peers, HonestAnswers honest, double part, ref KadRandom random)
    {
        _honest = honest;
        _colludes = new bool[peers.Count];
        for (var i = 0; i < peers.Count; i++)
            _colludes[i] = random.Unit() < part;
        var theirs = Enumerable.Range(0, peers.Count).Where(i => _colludes[i]).ToArray();
        _colluders = Population.Of(theirs.Select(i => peers[i].Id));
        // Sorted alike, so that the n-th colluder is the n-th of both.
        _places = [.. theirs.Select(i => peers[i])];
    }

    public bool Colludes(Contact peer) => _colludes[Population.PlaceOf(peer)];

    public bool IsDead(Contact peer) => _honest.IsDead(peer);

    public bool TryAnswer(Contact peer, in NodeId target, Span<Contact> into, out int count, out bool hasValue)
    {
        if (!Colludes(peer))
            return _honest.TryAnswer(peer, target, into, out count, out hasValue);
        hasValue = false;
        count = _colluders.NearestAll(target, into);
        for (var i = 0; i < count; i++)
            into[i] = _places[Population.PlaceOf(into[i])];
        return true;
    }
}
