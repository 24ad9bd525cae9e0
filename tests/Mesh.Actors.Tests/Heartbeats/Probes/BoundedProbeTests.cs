using Mesh.Heartbeats.Probes;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class BoundedProbeTests
{
    [Fact]
    public async Task Check_beyond_the_bound_begins_when_another_ends()
    {
        var inner = new ScriptedProbe();
        var bounded = new BoundedProbe(inner, atOnce: 2);
        var checks = Enumerable.Range(0, 3).Select(_ => bounded.CheckAsync(Tcp, "127.0.0.1", CancellationToken.None)).ToList();
        var first = await inner.NextAsync();
        var second = await inner.NextAsync();
        Assert.False(inner.HasUnseen);

        await first.PassesAsync();
        await (await inner.NextAsync()).FailsAsync();
        await second.PassesAsync();

        Assert.Equal([true, true, false], (await Task.WhenAll(checks)).Select(r => r.IsGood));
    }

    [Fact]
    public async Task Check_that_is_stopped_while_it_waits_gives_up_its_place()
    {
        var inner = new ScriptedProbe();
        var bounded = new BoundedProbe(inner, atOnce: 1);
        using var stop = new CancellationTokenSource();
        var running = bounded.CheckAsync(Tcp, "127.0.0.1", CancellationToken.None);
        var first = await inner.NextAsync();
        var waiting = bounded.CheckAsync(Tcp, "127.0.0.1", stop.Token);
        var last = bounded.CheckAsync(Tcp, "127.0.0.1", CancellationToken.None);

        await stop.CancelAsync();
        Assert.Equal("the check was stopped", (await waiting).Detail);
        await first.PassesAsync();
        await (await inner.NextAsync()).PassesAsync();

        Assert.True((await running).IsGood && (await last).IsGood);
    }
}
