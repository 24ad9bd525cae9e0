using Mesh.Selection;
using Mesh.Testing;

namespace Mesh.Core.Tests.Selection;

public sealed class PickConcurrencyTests
{
    private const int Threads = 8;
    private const int PicksEach = 20_000;

    [Fact]
    public void Threads_that_meet_a_new_set_at_once_see_one_table()
    {
        for (var round = 0; round < 20; round++)
        {
            var set = Offer.Set(Offer.Alike(50));
            var expected = Offer.IdOf(Offer.Set(Offer.Alike(50)).Pick(new PickRequest { Key = "k" }));

            var seen = OnThreads(_ => Offer.IdOf(set.Pick(new PickRequest { Key = "k" })));

            Assert.All(seen, id => Assert.Equal(expected, id));
        }
    }

    [Fact]
    public void Round_robin_over_many_threads_stays_exact()
    {
        var set = Offer.Set(Offer.Alike(10));

        var picks = OnThreads(_ => Enumerable.Range(0, PicksEach).Select(_ => Offer.IdOf(set.Pick(default))).ToList());

        Assert.All(picks.SelectMany(p => p).CountBy(id => id), c => Assert.Equal(Threads * PicksEach / 10, c.Value));
    }

    [Fact]
    public void Calls_begun_and_ended_on_many_threads_leave_no_load()
    {
        var set = Offer.Set(Offer.Alike(30));
        OnThreads(thread =>
        {
            for (var i = 0; i < PicksEach; i++)
            {
                var policy = PolicyNames.All[i % PolicyNames.All.Count];
                var endpoint = set.Pick(new PickRequest { Policy = policy, Key = $"{thread}-{i % 50}" })!;
                endpoint.Load.Begin();
                endpoint.Load.End();
            }

            return 0;
        });

        Assert.All(set.Endpoints, e => Assert.Equal(0, e.Load.Outstanding));
    }

    private static T[] OnThreads<T>(Func<int, T> work)
    {
        using var start = new Barrier(Threads);
        var results = new T[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            results[i] = work(i);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return results;
    }
}
