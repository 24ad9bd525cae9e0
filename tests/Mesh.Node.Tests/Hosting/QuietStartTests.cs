using Mesh.Node.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Hosting;

public sealed class QuietStartTests
{
    private const string Node = "Mesh.Node.Hosting.NodeRun";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(6);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Start_is_silent_until_it_waits_long_for_its_seeds()
    {
        var quiet = new QuietStart(_time);

        _time.Advance(Long);
        Assert.False(quiet.Passes(Node, LogLevel.Information));
        quiet.Wait();
        Assert.False(quiet.Passes(Node, LogLevel.Information));
        _time.Advance(Long / 2);
        quiet.Wait();
        _time.Advance(Long / 2);
        Assert.True(quiet.Passes(Node, LogLevel.Information));
    }

    [Fact]
    public void Start_that_never_comes_to_waiting_speaks_after_a_minute()
    {
        var quiet = new QuietStart(_time);

        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(quiet.Passes(Node, LogLevel.Information));
    }

    [Fact]
    public void Start_that_is_over_is_not_silent()
    {
        var quiet = new QuietStart(_time);
        quiet.End();

        Assert.True(quiet.Passes(Node, LogLevel.Information));
    }

    [Fact]
    public void Start_that_failed_is_silent_but_for_errors_however_long_it_took()
    {
        var quiet = new QuietStart(_time);
        quiet.Wait();
        _time.Advance(Long);
        quiet.Fail();

        Assert.False(quiet.Passes(Node, LogLevel.Information));
        Assert.True(quiet.Passes(Node, LogLevel.Error));
    }
}
