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
/// <param name="barrier">Where writes are acknowledged once they are stored; null: at once.</param>
internal sealed class RegistryCalls(
    MeshHub hub, IMeshTransport transport, IOptions<MeshClientOptions> options, IWriteBarrier? barrier = null)
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

        if (barrier is not null && IsStored(message) && Acknowledges(answer)
            && await barrier.StoredAsync(cancellation) is { } reason)
        {
            return (T)(object)new Unavailable(NotStored(reason));
        }

        return RegistryAnswers.ToReply(answer) as T ?? (T)(object)new Unavailable(answer is null
            ? $"no answer from the registry within {timeout.TotalSeconds:0.###} s; {Describe(hub.State)}"
            : $"unexpected answer {answer.GetType().Name}");
    }

    public static Task<T> Reject<T>(IEnumerable<InvalidField> faults)
        where T : class, IReply => Task.FromResult((T)(object)new Rejected(ValueList.From(faults)));

    /// <summary>This node as the one that says something.</summary>
    public Evidence Say(string cause, string detail) => new(cause, transport.SelfAddress ?? "", HealthWords.Cut(detail));

    /// <summary>What a caller is told whose write this node holds, and cannot store.</summary>
    public static string NotStored(string reason) => $"the change is made, and not stored yet: {reason}";

    public static string Describe(MeshState state) =>
        $"the node is {state.Phase.ToString().ToLowerInvariant()}: {state.Detail}";

    private static bool IsStored(object message) => message is RegistryProtocol.Register or RegistryProtocol.Deregister
        or RegistryProtocol.SetStatus or RegistryProtocol.ChangeChecks or RegistryProtocol.UpdateCheck;

    private static bool Acknowledges(object? answer) => answer is RegistryProtocol.Registered or RegistryProtocol.Deregistered
        or RegistryProtocol.StatusSet or RegistryProtocol.ChecksChanged or RegistryProtocol.CheckUpdated;
}
