using Mesh.Node.Consul.Blocking;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Doors.Tests.Consul.Blocking;

public sealed class ParkingLotTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ParkingLot _lot;

    public ParkingLotTests() => _lot = new ParkingLot(_time, 1_000);

    public void Dispose() => _lot.Dispose();

    [Fact]
    public void Change_wakes_those_of_its_topic_and_nobody_else()
    {
        var web = Enumerable.Range(0, 10).Select(_ => Park("web")).ToList();
        var api = Enumerable.Range(0, 10).Select(_ => Park("api")).ToList();
        _lot.Leave(web[4]);
        _lot.Wake("web");
        Assert.All(web, q => Assert.True(q.Task.IsCompleted));
        Assert.All(web.Where(q => q != web[4]), q => Assert.False(q.IsOver));
        Assert.All(api, q => Assert.False(q.Task.IsCompleted));
        Assert.Equal(10, _lot.Count);
    }

    [Fact]
    public void Query_ends_at_its_time_and_not_before()
    {
        var early = Park("a", TimeSpan.FromSeconds(2));
        var late = Park("a", TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(early.Task.IsCompleted);
        _time.Advance(2 * ParkingLot.Tick);
        Assert.True(early.Task.IsCompleted);
        Assert.True(early.IsOver);
        Assert.False(late.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(late.Task.IsCompleted);
        Assert.Equal(0, _lot.Count);
    }

    [Fact]
    public void Longest_wait_with_its_jitter_is_kept_whenever_it_begins()
    {
        var longest = WaitRule.WithJitter(WaitRule.Longest, 1);
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(200.7));
            var query = Park("a", longest);
            _time.Advance(longest);
            Assert.False(query.Task.IsCompleted);
            _time.Advance(2 * ParkingLot.Tick);
            Assert.True(query.Task.IsCompleted);
        }
    }

    [Fact]
    public void Wait_that_is_over_already_ends_at_the_next_tick()
    {
        _time.Advance(TimeSpan.FromSeconds(7));
        var query = Park("a", TimeSpan.FromSeconds(-1));
        _time.Advance(2 * ParkingLot.Tick);
        Assert.True(query.Task.IsCompleted);
        Assert.Equal(0, _lot.Count);
    }

    [Fact]
    public void Place_is_refused_to_one_too_many_and_free_again_after_one_left()
    {
        var all = Enumerable.Range(0, 1_000).Select(i => Park($"t{i % 7}")).ToList();
        Assert.False(_lot.TryPark("x", Minute, out _));
        _lot.Leave(all[500]);
        _lot.Leave(all[500]);
        Assert.Equal(999, _lot.Count);
        Park("x");
        Assert.False(_lot.TryPark("x", Minute, out _));
    }

    [Fact]
    public void Closing_wakes_all_and_lets_nobody_wait_again()
    {
        var query = Park("a");
        _lot.Close();
        Assert.True(query.IsOver);
        Assert.True(query.Task.IsCompleted);
        Assert.True(Park("a").Task.IsCompleted);
        Assert.Equal(0, _lot.Count);
    }

    [Fact]
    public async Task Queries_that_come_and_go_on_many_threads_all_end_and_leave_nothing_behind()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                if (!_lot.TryPark($"t{i % 5}", Minute, out var query))
                    continue;
                if (i % 3 == 0)
                    _lot.Leave(query);
                else
                    _lot.Wake($"t{i % 5}");
                await query.Task;
            }
        })));
        Assert.Equal(0, _lot.Count);
    }

    private ParkedQuery Park(string topic, TimeSpan? wait = null)
    {
        Assert.True(_lot.TryPark(topic, wait ?? Minute, out var query));
        return query!;
    }
}
