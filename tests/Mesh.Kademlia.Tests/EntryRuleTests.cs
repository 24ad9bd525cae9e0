namespace Mesh.Kademlia.Tests;

/// <summary>When a gateway enters the overlay again.</summary>
public sealed class EntryRuleTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    [Fact]
    public void Gateway_that_starts_enters_at_once() => Assert.True(EntryRule.Start.Look(0, TimeSpan.Zero, 0.5).IsDue);

    [Fact]
    public void Attempts_without_success_come_at_doubled_and_bounded_pauses()
    {
        var rule = EntryRule.Start;
        var (now, pauses) = (TimeSpan.Zero, new List<TimeSpan>());
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            (rule, var isDue) = rule.Look(0, now, 0.5);
            Assert.True(isDue);
            rule = rule.Ended(0, now, 0.5);
            var pause = TimeSpan.Zero;
            while (!rule.Look(0, now + pause, 0.5).IsDue)
                pause += TimeSpan.FromMilliseconds(500);
            pauses.Add(pause);
            now += pause;
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses.Select(p => p.TotalSeconds));
    }

    [Fact]
    public void One_contact_that_does_not_answer_is_as_good_as_none()
    {
        var rule = Entered(live: 1);
        Assert.False(rule.Look(1, Now, 0.5).IsDue);

        (rule, var isDue) = rule.Look(0, Now, 0.5);
        Assert.False(isDue);
        Assert.True(rule.Look(0, Now + EntryRule.FirstPause, 0.5).IsDue);
    }

    [Fact]
    public void Those_that_lose_the_overlay_in_one_moment_come_back_spread()
    {
        var at = new List<double>();
        foreach (var jitter in new[] { 0.0, 0.25, 0.5, 0.75, 0.999 })
        {
            var (rule, _) = Entered(live: 20).Look(0, Now, jitter);
            var pause = TimeSpan.Zero;
            while (!rule.Look(0, Now + pause, jitter).IsDue)
                pause += TimeSpan.FromMilliseconds(1);
            at.Add(pause.TotalMilliseconds);
        }

        Assert.Equal(5, at.Distinct().Count());
        Assert.InRange(at.Max(), 900, EntryRule.FirstPause.TotalMilliseconds);
    }

    [Fact]
    public void Few_contacts_are_looked_after_rarely_and_enough_are_left_alone()
    {
        var few = Entered(live: 2);
        Assert.False(few.Look(2, Now + EntryRule.FirstPauseOfFew * 0.7, 0).IsDue);
        Assert.True(few.Look(2, Now + EntryRule.FirstPauseOfFew * 1.3, 0.999).IsDue);

        for (var attempt = 0; attempt < 10; attempt++)
            few = few.Look(2, Now + TimeSpan.FromDays(attempt + 1), 0.5).Next.Ended(2, Now + TimeSpan.FromDays(attempt + 1), 0.5);
        Assert.False(few.Look(2, Now + TimeSpan.FromDays(10) + EntryRule.LongestPauseOfFew * 0.99, 0.5).IsDue);
        Assert.True(few.Look(2, Now + TimeSpan.FromDays(10) + EntryRule.LongestPauseOfFew, 0.5).IsDue);

        Assert.False(Entered(live: EntryRule.Enough).Look(EntryRule.Enough, Now + TimeSpan.FromDays(1), 0.5).IsDue);
    }

    [Fact]
    public void Each_attempt_asks_seeds_and_siblings_and_the_next_few_of_those_known_before()
    {
        var (seed, sibling) = (KadAddress.V4(1, 1), KadAddress.V4(2, 1));
        KadAddress[] known = [.. Enumerable.Range(100, 40).Select(n => KadAddress.V4((uint)n, 1))];

        Assert.Equal(Text([seed, sibling, .. known[..16]]), Text(EntryRule.Doors([seed], [sibling, seed], known, attempt: 1)));
        Assert.Equal(Text([seed, .. known[16..32]]), Text(EntryRule.Doors([seed], [], known, attempt: 2)));
        Assert.Equal(Text(known[32..]), Text(EntryRule.Doors([], [], known, attempt: 3)));
        Assert.Equal(Text([seed]), Text(EntryRule.Doors([seed], [seed], [], attempt: 9)));
    }

    private static string Text(IEnumerable<KadAddress> addresses) => string.Join(' ', addresses);

    private static EntryRule Entered(int live) => EntryRule.Start.Look(0, Now, 0.5).Next.Ended(live, Now, 0.5);
}
