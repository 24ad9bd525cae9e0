using System.Threading.Channels;
using Akka.Actor;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Heartbeats;

/// <summary>A probe whose checks the test sees begin and answers one by one.</summary>
internal sealed class ScriptedProbe : IHealthProbe
{
    private readonly Channel<Check> _begun = Channel.CreateUnbounded<Check>();

    /// <summary>Makes the next check throw, which a real probe never does, so that its actor fails.</summary>
    public bool IsBroken { get; set; }

    public bool HasUnseen => _begun.Reader.TryPeek(out _);

    public Task<ProbeResult> CheckAsync(HealthTerms terms, string host, CancellationToken stop)
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
    /// <param name="actor">Whose check it is: by then it waits for the answer.</param>
    public async Task<Check> NextAsync(IActorRef? actor = null)
    {
        var check = await _begun.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
        if (actor is not null)
            await VirtualTime.SettleAsync(actor);
        return check;
    }

    internal sealed record Check(HealthTerms Terms, CancellationToken Stop)
    {
        public TaskCompletionSource<ProbeResult> Answer { get; } = new();

        public Task PassesAsync() => GiveAsync(ProbeResult.Passing("connected"));

        public Task FailsAsync() => GiveAsync(ProbeResult.Critical("connection refused"));

        /// <summary>
        /// The result is in the actor's mailbox when this is done: off the test's context what waits for the answer goes
        /// on at once, on it it would be queued.
        /// </summary>
        private Task GiveAsync(ProbeResult result) => Task.Run(() => Answer.SetResult(result));
    }
}
