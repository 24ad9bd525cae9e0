using Mesh.Client.Registration;
using Mesh.Node.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Hosting;

public sealed class QuietStartTests
{
    private const string Node = "Mesh.Node.Hosting.NodeRun";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(6);

    private readonly FakeTimeProvider _time = new();
    private readonly QuietStart _quiet;

    public QuietStartTests() => _quiet = new QuietStart(_time);

    [Fact]
    public void Start_is_silent_until_it_takes_long_or_is_over()
    {
        Assert.False(_quiet.Passes(Node, LogLevel.Information));
        _time.Advance(Long);
        Assert.True(_quiet.Passes(Node, LogLevel.Information));

        var ended = new QuietStart(_time);
        ended.End();
        Assert.True(ended.Passes(Node, LogLevel.Information));
    }

    [Fact]
    public void Start_that_failed_after_long_is_silent_but_for_what_must_be_said()
    {
        _time.Advance(Long);
        _quiet.Fail();

        Assert.False(_quiet.Passes(Node, LogLevel.Information));
        Assert.True(_quiet.Passes(Node, LogLevel.Error));
        Assert.True(_quiet.Passes(typeof(MeshLifecycle).FullName, LogLevel.Warning));
    }
}
