using Mesh.Dashboard.Doors;
using Mesh.Dashboard.Live;
using Mesh.KeyValues;
using Mesh.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Dashboard.Tests.Live;

public sealed class FeedChannelTests
{
    private readonly FakeTimeProvider _time = new();
    private int _wakes;

    [Fact]
    public async Task Page_of_keys_is_woken_by_a_write_and_by_nothing_else()
    {
        var store = new FakeMeshKeyValues();
        using var feed = new KeyFeed(_time, store);
        feed.Attach(Wake);
        var asked = 0;
        await Eventually.AsTimePassesAsync(
            _time,
            TimeSpan.FromMilliseconds(100),
            () =>
            {
                // The page may not follow yet at the first write.
                _ = store.ApplyAsync(new KeyBatch(new KeyWrite.Put(Octets.Utf8("a"), Octets.Utf8($"{asked++}"))));
                return Volatile.Read(ref _wakes) > 0;
            },
            "never woken");

        feed.Detach(Wake);
        Assert.False(feed.IsOn);
    }

    [Fact]
    public void Channel_of_keys_where_there_is_no_store_does_nothing()
    {
        using var feed = new KeyFeed(_time);
        feed.Attach(Wake);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, Volatile.Read(ref _wakes));
    }

    [Fact]
    public async Task Beat_notes_what_the_doors_counted_and_forgets_it_with_the_last_page()
    {
        using var feed = new BeatFeed(_time, new Counting());
        feed.Attach(Wake);

        await Eventually.AsTimePassesAsync(
            _time, TimeSpan.FromMilliseconds(500), () => feed.Read(l => l.RateOf("native", c => c.Ok, TimeSpan.FromSeconds(10))) is > 0, "no rate");
        Assert.True(Volatile.Read(ref _wakes) > 0);

        feed.Detach(Wake);
        Assert.Empty(feed.Read(l => l.Latest));
    }

    private void Wake() => Interlocked.Increment(ref _wakes);

    private sealed class Counting : IDoorSource
    {
        private int _asked;

        public IReadOnlyList<DoorFact> Doors() => [];

        public IReadOnlyDictionary<string, DoorCount> Counts() =>
            new Dictionary<string, DoorCount> { ["native"] = new(Interlocked.Increment(ref _asked), 0, 0, 0, 0) };
    }
}
