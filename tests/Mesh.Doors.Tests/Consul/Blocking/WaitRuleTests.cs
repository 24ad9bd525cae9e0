using Mesh.Node.Consul.Blocking;

namespace Mesh.Doors.Tests.Consul.Blocking;

public sealed class WaitRuleTests
{
    [Theory]
    [InlineData(null, 300)]
    [InlineData(0, 300)]
    [InlineData(1, 1)]
    [InlineData(600, 600)]
    [InlineData(601, 600)]
    [InlineData(86_400, 600)]
    public void Wait_is_five_minutes_by_default_and_ten_at_most(int? asked, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        WaitRule.Bounded(asked is { } s ? TimeSpan.FromSeconds(s) : null));

    [Theory]
    [InlineData(0, 160)]
    [InlineData(0.5, 165)]
    [InlineData(1, 170)]
    public void Jitter_adds_up_to_a_sixteenth(double chance, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WaitRule.WithJitter(TimeSpan.FromSeconds(160), chance));

    [Theory]
    [InlineData(0UL, 7, false)]
    [InlineData(7UL, 7, true)]
    [InlineData(6UL, 7, false)]
    [InlineData(8UL, 7, false)]
    [InlineData(ulong.MaxValue, 7, false)]
    public void Query_blocks_on_the_current_index_alone(ulong asked, long current, bool blocks) =>
        Assert.Equal(blocks, WaitRule.Blocks(asked, current));
}
