using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>A settled overlay, part of which may have died at once: lookups through it, without any repair.</summary>
internal sealed class StaticOverlay
{
    private readonly KadSettings _settings;
    private readonly HonestAnswers _answers;
    private readonly WaveDriver _waves;
    private readonly ClockDriver _clock;
    private readonly Lookup _lookup = new();
    private readonly Contact[] _seeds;
    private readonly ulong _seed;

    public StaticOverlay(int count, KadSettings settings, ref KadRandom random)
        : this(Population.Random(count, ref random), settings, random.Next())
    {
    }

    private StaticOverlay(Population peers, KadSettings settings, ulong seed)
    {
        (_settings, Peers, _seed) = (settings, peers, seed);
        _answers = new HonestAnswers(peers, settings.K, seed);
        _waves = new WaveDriver(_answers, settings.K);
        _clock = new ClockDriver(_answers, settings, RoundTrips.Wide);
        _seeds = new Contact[LookupParameters.Of(settings, LookupMode.Nodes).Seeds];
    }

    public Population Peers { get; }

    /// <summary>The same peers and tables with other timeouts.</summary>
    public StaticOverlay WithSettings(KadSettings settings) => new(Peers, settings, _seed);

    public IdealTable TableOf(int place) => _answers.TableOf(place);

    public LookupTally FindNodes(int lookups, ref KadRandom random, Action<int>? onStep = null)
    {
        var tally = new LookupTally(Peers, _settings.K);
        for (var i = 0; i < lookups; i++)
        {
            Start(NodeId.Random(ref random), LookupParameters.Of(_settings, LookupMode.Nodes), ref random);
            tally.Add(_lookup, _waves.Run(_lookup));
            onStep?.Invoke(i);
        }

        return tally;
    }

    /// <summary>The same in virtual time; answers milliseconds.</summary>
    public ReadTally TimeNodes(int lookups, LookupParameters terms, ref KadRandom random)
    {
        var tally = new ReadTally();
        for (var i = 0; i < lookups; i++)
        {
            Start(NodeId.Random(ref random), terms, ref random);
            tally.Ms.Add(_clock.Run(_lookup, ref random));
            tally.Messages.Add(_lookup.Messages);
        }

        return tally;
    }

    /// <summary>
    /// Reads of records that were stored at the k nearest before any peer died; ends with the first holder that lives.
    /// </summary>
    public ReadTally Read(int reads, LookupParameters terms, bool inTime, ref KadRandom random, Action<int>? onStep = null)
    {
        var tally = new ReadTally();
        var holders = new Contact[_settings.K];
        for (var i = 0; i < reads; i++)
        {
            var key = NodeId.Random(ref random);
            var count = Peers.NearestAll(key, holders);
            _answers.Holds = place => Holds(place, holders.AsSpan(0, count));
            Start(key, terms, ref random);
            if (inTime)
                tally.Ms.Add(_clock.Run(_lookup, ref random));
            else
                tally.Rounds.Add(_waves.Run(_lookup));
            tally.Messages.Add(_lookup.Messages);
            tally.Found(_lookup.HasValue);
            onStep?.Invoke(i);
        }

        _answers.Holds = static _ => false;
        return tally;
    }

    private static bool Holds(int place, ReadOnlySpan<Contact> holders)
    {
        foreach (var holder in holders)
        {
            if (Population.PlaceOf(holder) == place)
                return true;
        }

        return false;
    }

    private void Start(in NodeId target, LookupParameters terms, ref KadRandom random)
    {
        var source = Peers.RandomLive(ref random);
        var count = _answers.TableOf(source).Closest(target, _seeds);
        _lookup.Start(target, terms, _seeds.AsSpan(0, count));
    }
}
