using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Views;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>Asks the node's registry. That nobody answers is a reply, not an exception.</summary>
internal sealed class RegistryCalls(MeshHub hub, IMeshTransport transport)
{
    /// <summary>What the registry may need beyond the deadline that it was given.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public async Task<T> AskAsync<T>(object message, TimeSpan timeout, CancellationToken cancellation)
        where T : class, IReply
    {
        var answer = await transport.AskAsync(MeshNames.Registry, message, timeout, cancellation);
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
