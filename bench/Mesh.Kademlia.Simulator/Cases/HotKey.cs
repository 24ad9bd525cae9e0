using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>One key with its holders, its copies and the load on each peer that has either.</summary>
internal sealed class HotKey
{
    private readonly Population _peers;
    private readonly HonestAnswers _answers;
    private readonly NodeId _key;
    private readonly HashSet<int> _holders = [];
    private readonly Dictionary<int, TimeSpan> _copies = [];
    private readonly Dictionary<int, int> _served = [];
    private readonly Lookup _lookup = new();
    private readonly WaveDriver _driver;
    private readonly LookupParameters _terms = LookupParameters.Of(KadSettings.Default, LookupMode.First);
    private readonly Contact[] _seeds;
    private TimeSpan _now;
    private int _server;
    private long _reads;
    private long _messages;
    private bool _isWithdrawn;

    public HotKey(Population peers, HonestAnswers answers, NodeId key)
    {
        (_peers, _answers, _key) = (peers, answers, key);
        _driver = new WaveDriver(answers, _terms.K);
        _seeds = new Contact[_terms.Seeds];
        var holders = new Contact[_terms.K];
        foreach (var holder in holders.AsSpan(0, peers.NearestAll(key, holders)))
            _holders.Add(Population.PlaceOf(holder));
        answers.Holds = Has;
    }

    public int MostCopies { get; private set; }

    /// <summary>When a copy of the withdrawn record was last read.</summary>
    public TimeSpan LastStaleRead { get; private set; }

    public double BusiestPercent => 100.0 * _served.Values.Max() / _reads;

    public double MessagesPerRead => (double)_messages / _reads;

    public void Withdraw() => _isWithdrawn = true;

    public void Read(TimeSpan now, Func<int, TimeSpan?> life, ref KadRandom random)
    {
        _now = now;
        _server = -1;
        var reader = random.Below(_peers.Count);
        _lookup.Start(_key, _terms, _seeds.AsSpan(0, _answers.TableOf(reader).Closest(_key, _seeds)));
        _driver.Run(_lookup);
        _reads++;
        _messages += _lookup.Messages;
        if (_server < 0)
            return;
        _served[_server] = _served.GetValueOrDefault(_server) + 1;
        if (_isWithdrawn && !_holders.Contains(_server))
            LastStaleRead = now;
        if (_lookup.CachePlace() is { } place && life(Nearer(reader, place)) is { } span)
            Keep(Population.PlaceOf(place), now + span);
    }

    private int Nearer(int reader, Contact place) =>
        Density.PeersWithin(place.Id ^ _key, _answers.TableOf(reader), _peers[reader].Id, _terms.K);

    private bool Has(int place)
    {
        var has = _holders.Contains(place) || _copies.TryGetValue(place, out var until) && until > _now;
        // The first to answer ends the lookup: it bears the load.
        if (has && _server < 0)
            _server = place;
        return has;
    }

    private void Keep(int place, TimeSpan until)
    {
        _copies[place] = until;
        if (_copies.Count <= MostCopies)
            return;
        foreach (var old in _copies.Where(c => c.Value <= _now).Select(c => c.Key).ToArray())
            _copies.Remove(old);
        MostCopies = Math.Max(MostCopies, _copies.Count);
    }
}
