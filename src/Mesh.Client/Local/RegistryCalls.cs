using Mesh.Catalog;
using Mesh.Client.Telemetry;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Options;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>Asks the node's registry. That nobody answers is a reply, not an exception.</summary>
internal sealed class RegistryCalls(MeshHub hub, IMeshTransport transport, IOptions<MeshClientOptions> options)
{
    /// <summary>What the registry may need beyond the deadline that it was given.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public Task<T> AskAsync<T>(object message, TimeSpan timeout, CancellationToken cancellation)
        where T : class, IReply =>
        MeshSpans.AreWanted ? TracedAsync<T>(message, timeout, cancellation) : AskRegistryAsync<T>(message, timeout, cancellation);

    /// <summary>Begins the activity itself: one that its caller had begun would stay the present one of who asked.</summary>
    private async Task<T> TracedAsync<T>(object message, TimeSpan timeout, CancellationToken cancellation)
        where T : class, IReply
    {
        using var span = MeshSpans.Write(message);
        try
        {
            var reply = await AskRegistryAsync<T>(message, timeout, cancellation);
            span.Answered(reply);
            return reply;
        }
        catch (Exception failure) when (span.Failed(failure))
        {
            throw;
        }
    }

    private async Task<T> AskRegistryAsync<T>(object message, TimeSpan timeout, CancellationToken cancellation)
        where T : class, IReply
    {
        // It does not begin again; who waits for an answer waits in vain.
        if (hub.State.Phase is MeshPhase.Stopped)
            return (T)(object)new Unavailable(Describe(hub.State));
        var reach = options.Value.WriteReach;
        var request = reach > TimeSpan.Zero && message is RegistryProtocol.ICommand command
            ? new RegistryPeerProtocol.Reach(command, reach)
            : message;
        var answer = await transport.AskAsync(MeshNames.Registry, request, timeout + reach, cancellation);
        if (answer is RegistryPeerProtocol.Reached reached)
        {
            MissingMembers.Note(reached.Missing);
            answer = reached.Reply;
        }

        return RegistryAnswers.ToReply(answer) as T ?? (T)(object)new Unavailable(answer is null
            ? $"no answer from the registry within {timeout.TotalSeconds:0.###} s; {Describe(hub.State)}"
            : $"unexpected answer {answer.GetType().Name}");
    }

    public static Task<T> Reject<T>(IEnumerable<InvalidField> faults)
        where T : class, IReply => Task.FromResult((T)(object)new Rejected(ValueList.From(faults)));

    /// <summary>This node as the one that says something.</summary>
    public Evidence Say(string cause, string detail) => new(cause, transport.SelfAddress ?? "", HealthWords.Cut(detail));

    public static string Describe(MeshState state) =>
        $"the node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}";
}
