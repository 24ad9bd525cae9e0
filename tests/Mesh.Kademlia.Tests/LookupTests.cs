using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Simulator.Cases;
using Mesh.Kademlia.Simulator.Overlay;

namespace Mesh.Kademlia.Tests;

/// <summary>The lookup machine against a naive twin, and its rules one by one.</summary>
public sealed class LookupTests
{
    private static readonly LookupParameters Narrow = new(LookupMode.Nodes, K: 4, Alpha: 2, Paths: 1, IsWide: false);

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Lookup_finds_what_a_naive_twin_finds(int deadPercent)
    {
        var random = new KadRandom(11);
        var peers = Population.Random(800, ref random);
        peers.Kill(deadPercent / 100.0, ref random);
        var answers = new HonestAnswers(peers, 8, 5);
        var driver = new WaveDriver(answers, 8);
        var lookup = new Lookup();
        var found = new Contact[8];
        for (var i = 0; i < 200; i++)
        {
            var target = NodeId.Random(ref random);
            var seeds = new Contact[16];
            var count = answers.TableOf(peers.RandomLive(ref random)).Closest(target, seeds);
            lookup.Start(target, new LookupParameters(LookupMode.Nodes, 8, 3), seeds.AsSpan(0, count));
            driver.Run(lookup);

            // With dead peers the order of asking decides who is heard of last; the nearest are found by both.
            var same = deadPercent == 0 ? 8 : 4;
            Assert.Equal(Naive(answers, target, seeds[..count], 8).Take(same), found[..lookup.Closest(found)].Take(same));
        }
    }

    [Fact]
    public void At_most_alpha_are_in_flight_and_a_slow_one_frees_its_slot()
    {
        var (lookup, seeds) = Start(Narrow);
        Assert.Equal(seeds[..2], Ask(lookup));
        lookup.OnSlow(seeds[0].Id);
        Assert.Equal([seeds[2]], Ask(lookup));
    }

    [Fact]
    public void First_round_is_smaller_until_something_is_heard()
    {
        var (lookup, seeds) = Start(Narrow with { FirstRound = 1 });
        Assert.Equal([seeds[0]], Ask(lookup));
        lookup.OnAnswer(seeds[0].Id, []);
        Assert.Equal([seeds[1], seeds[2]], Ask(lookup));
    }

    [Fact]
    public void First_round_that_is_slow_is_not_waited_for()
    {
        var (lookup, seeds) = Start(Narrow with { FirstRound = 1 });
        Ask(lookup);
        lookup.OnSlow(seeds[0].Id);
        Assert.Equal([seeds[1], seeds[2]], Ask(lookup));
    }

    [Fact]
    public void Late_answer_of_a_slow_peer_counts()
    {
        var (lookup, seeds) = Start(Narrow);
        Ask(lookup);
        lookup.OnSlow(seeds[0].Id);
        lookup.OnOverdue(seeds[0].Id);
        lookup.OnAnswer(seeds[0].Id, []);

        Assert.True(lookup.HasAnswered(seeds[0].Id));
        Assert.Equal(1, lookup.Answers);
    }

    [Fact]
    public void Answer_of_somebody_who_was_not_asked_is_ignored()
    {
        var (lookup, seeds) = Start(Narrow);
        lookup.OnAnswer(seeds[0].Id, []);
        lookup.OnAnswer(NodeId.Max, []);

        Assert.Equal(0, lookup.Answers);
    }

    [Fact]
    public void Without_progress_all_of_the_nearest_are_asked_at_once()
    {
        var (lookup, seeds) = Start(Narrow with { IsWide = true });
        Ask(lookup);
        lookup.OnAnswer(seeds[0].Id, []);
        lookup.OnAnswer(seeds[1].Id, []);
        Ask(lookup);
        Assert.Equal(4, lookup.Messages);
    }

    [Fact]
    public void First_ends_with_the_first_record_and_all_does_not()
    {
        var (first, seeds) = Start(Narrow with { Mode = LookupMode.First });
        Ask(first);
        first.OnAnswer(seeds[0].Id, [], hadValue: true);
        Assert.True(first.IsDone);

        var (all, _) = Start(Narrow with { Mode = LookupMode.All });
        Ask(all);
        all.OnAnswer(seeds[0].Id, [], hadValue: true);
        Assert.False(all.IsDone);
    }

    [Fact]
    public void Lookup_ends_when_everyone_has_failed()
    {
        var (lookup, seeds) = Start(Narrow);
        for (var asked = Ask(lookup); asked.Count > 0; asked = Ask(lookup))
            asked.ForEach(p => lookup.OnFailure(p.Id));

        Assert.True(lookup.IsDone);
        Assert.Equal(seeds.Length, lookup.Failures);
        Assert.Equal(0, lookup.Closest(new Contact[4]));
    }

    [Fact]
    public void Full_shortlist_forgets_nobody_who_was_asked()
    {
        var random = new KadRandom(3);
        var lookup = new Lookup(capacity: 8);
        var seeds = RoutingTableTests.Ids(8, ref random).Select(id => new Contact(id, default)).OrderBy(c => c.Id).ToArray();
        lookup.Start(NodeId.Zero, Narrow, seeds);
        var asked = Ask(lookup);
        var nearer = Enumerable.Range(1, 20).Select(i => new Contact(new NodeId(0, 0, 0, (ulong)i), default)).ToArray();
        lookup.OnAnswer(asked[0].Id, nearer);
        lookup.OnAnswer(asked[1].Id, nearer);

        Assert.Equal(2, lookup.Answers);
        Assert.True(lookup.HasAnswered(asked[1].Id));
        Assert.Equal(2, Ask(lookup).Count);
    }

    [Fact]
    public void Nobody_is_asked_on_two_paths()
    {
        var random = new KadRandom(4);
        var overlay = Population.Random(2_000, ref random);
        var answers = new HonestAnswers(overlay, 20, 9);
        var lookup = new Lookup();
        var seeds = new Contact[20];
        for (var i = 0; i < 50; i++)
        {
            var target = NodeId.Random(ref random);
            lookup.Start(target, new LookupParameters(LookupMode.Nodes, 20, 3, Paths: 4), seeds.AsSpan(0, answers.TableOf(i).Closest(target, seeds)));
            var asked = new HashSet<NodeId>();
            var into = new Contact[20];
            while (lookup.TryNext(out var peer))
            {
                Assert.True(asked.Add(peer.Id));
                answers.TryAnswer(peer, target, into, out var count, out _);
                lookup.OnAnswer(peer.Id, into.AsSpan(0, count));
            }

            Assert.True(lookup.IsDone);
        }
    }

    [Fact]
    public void Lookup_allocates_nothing_once_it_has_run()
    {
        var random = new KadRandom(5);
        var overlay = new StaticOverlay(5_000, KadSettings.Default, ref random);
        var place = overlay.Peers.RandomLive(ref random);
        var (lookup, seeds, into) = (new Lookup(), new Contact[40], new Contact[20]);
        Run(overlay, lookup, place, seeds, into, NodeId.Max);
        var before = GC.GetAllocatedBytesForCurrentThread();
        lookup.Start(NodeId.Zero, Narrow, seeds);
        while (lookup.TryNext(out var peer))
            lookup.OnAnswer(peer.Id, seeds);

        Assert.True(lookup.IsDone);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(StaticOverlay overlay, Lookup lookup, int place, Contact[] seeds, Contact[] into, NodeId target)
    {
        lookup.Start(target, Narrow, seeds.AsSpan(0, overlay.TableOf(place).Closest(target, seeds)));
        while (lookup.TryNext(out var peer))
            lookup.OnAnswer(peer.Id, into.AsSpan(0, overlay.TableOf(Population.PlaceOf(peer)).Closest(target, into)));
    }

    /// <summary>Asks everybody nearest first until the k nearest known have answered: no slots, no paths, no bounds.</summary>
    private static IEnumerable<Contact> Naive(HonestAnswers answers, NodeId target, Contact[] seeds, int k)
    {
        var known = seeds.ToDictionary(s => s.Id);
        var (answered, failed) = (new HashSet<NodeId>(), new HashSet<NodeId>());
        while (known.Values.Where(c => !failed.Contains(c.Id)).OrderBy(c => c.Id ^ target).Take(k)
            .FirstOrDefault(c => !answered.Contains(c.Id)) is { } next)
        {
            var into = new Contact[k];
            if (!answers.TryAnswer(next, target, into, out var count, out _))
            {
                failed.Add(next.Id);
                continue;
            }

            answered.Add(next.Id);
            foreach (var contact in into[..count])
                known.TryAdd(contact.Id, contact);
        }

        return known.Values.Where(c => answered.Contains(c.Id)).OrderBy(c => c.Id ^ target).Take(k);
    }

    private static (Lookup Lookup, Contact[] Seeds) Start(LookupParameters terms)
    {
        var random = new KadRandom(1);
        var seeds = RoutingTableTests.Ids(8, ref random).Select(id => new Contact(id, default)).OrderBy(c => c.Id).ToArray();
        var lookup = new Lookup();
        lookup.Start(NodeId.Zero, terms, seeds);
        return (lookup, seeds);
    }

    private static List<Contact> Ask(Lookup lookup)
    {
        var asked = new List<Contact>();
        while (lookup.TryNext(out var peer))
            asked.Add(peer);
        return asked;
    }
}
