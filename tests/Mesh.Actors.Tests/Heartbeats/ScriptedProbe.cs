using System.Threading.Channels;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Heartbeats.Probes;

namespace Mesh.Actors.Tests.Heartbeats;

/// <summary>A probe whose checks the test sees begin and answers one by one.</summary>
internal sealed class ScriptedProbe : IHealthProbe
{
    private readonly Channel<Check> _begun = Channel.CreateUnbounded<Check>();

    /// <summary>Makes the next check throw, which a real probe never does, so that its actor fails.</summary>
    public bool IsBroken { get; set; }

    public bool HasUnseen => _begun.Reader.TryPeek(out _);

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop)
    {
        if (IsBroken)
        {
            IsBroken = false;
            throw new InvalidOperationException("the probe is broken");
        }

        var check = new Check(terms, stop);
        Assert.True(_begun.Writer.TryWrite(check));
        return check.Answer.Task;
    }

    /// <summary>The next check that began, waiting for it if need be.</summary>
    public async Task<Check> NextAsync() =>
        await _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    internal sealed record Check(HealthTerms Terms, CancellationToken Stop)
    {
        public TaskCompletionSource<ProbeResult> Answer { get; } = new();

        public void Passes() => Answer.SetResult(ProbeResult.Passing("connected"));

        public void Fails() => Answer.SetResult(ProbeResult.Critical("connection refused"));
    }
}
