using Mesh.Client.Runtime;

namespace Mesh.Client.Tests.Runtime;

public sealed class RestartRuleTests
{
    private readonly MeshClientOptions _options = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1_000_000, 30)]
    public void Pause_doubles_up_to_the_option(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartRule.Pause(failures, _options));

    [Fact]
    public void Port_that_was_asked_for_is_insisted_on() => Assert.Equal(4053, RestartRule.Port(4053, 4053, 99));

    [Fact]
    public void Port_that_was_any_is_kept_as_long_as_it_is_to_be_had()
    {
        Assert.Equal(0, RestartRule.Port(0, 0, 0));
        Assert.Equal(45_000, RestartRule.Port(0, 45_000, 0));
        Assert.Equal(0, RestartRule.Port(0, 45_000, 3));
    }

    [Theory]
    [InlineData(true, null, SessionEndKind.Left)]
    [InlineData(true, "told to", SessionEndKind.Left)]
    [InlineData(false, "told to", SessionEndKind.Left)]
    [InlineData(false, null, SessionEndKind.Lost)]
    public void Node_that_was_told_to_leave_has_left_whatever_ended_it(bool inOrder, string? leaving, object kind) =>
        Assert.Equal(kind, SessionEnd.OfTerminated(inOrder, leaving).Kind);
}
