using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class ReceiptsTests
{
    private static readonly TimeSpan Until = TimeSpan.FromSeconds(1);

    private readonly Receipts<string> _receipts = new();
    private readonly List<Receipt<string>> _ended = [];

    [Fact]
    public void Ends_with_the_last_message_of_the_last_member()
    {
        var first = Send(2, Some.Owner(1), Some.Owner(2));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(1), first));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(1), first));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(2), first + 1));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(2), first));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(2), first + 2));

        var ended = Assert.Single(_receipts.Acknowledge(Some.Owner(1), first + 1));
        Assert.Equal("answer", Assert.Single(ended.Answers));
        Assert.Empty(ended.Missing);
        Assert.Null(_receipts.Due);
    }

    [Fact]
    public void Numbers_of_two_flushes_are_unlike()
    {
        var first = Send(2, Some.Owner(1));
        var second = Send(1, Some.Owner(1));

        Assert.Equal(first + 2, second);
        Assert.Single(_receipts.Acknowledge(Some.Owner(1), second));
        Assert.Equal(Until, _receipts.Due);
    }

    [Fact]
    public void Nobody_to_wait_for_ends_at_once()
    {
        Send(1);
        Assert.Empty(Assert.Single(_ended).Missing);
    }

    [Fact]
    public void Excused_member_that_confirms_all_the_same_is_not_named()
    {
        var first = Send(1, Some.Owner(1), Some.Owner(2));
        Assert.Empty(_receipts.Excuse(Some.Owner(1)));
        Assert.Empty(_receipts.Acknowledge(Some.Owner(1), first));

        Assert.Empty(Assert.Single(_receipts.Acknowledge(Some.Owner(2), first)).Missing);
    }

    [Fact]
    public void Time_over_names_those_that_are_open()
    {
        var first = Send(1, Some.Owner(1), Some.Owner(2), Some.Owner(3));
        _receipts.Acknowledge(Some.Owner(2), first);
        Assert.Empty(_receipts.Expire(Until - TimeSpan.FromTicks(1)));

        Assert.Equal(
            [Some.Owner(1).Address, Some.Owner(3).Address], Assert.Single(_receipts.Expire(Until)).Missing);
    }

    private long Send(int messages, params Owner[] others) => _receipts.Send(
        ["answer"], messages, others.Select(o => KeyValuePair.Create(o, Standing.Confirmed)), TimeSpan.Zero, Until, _ended);
}
