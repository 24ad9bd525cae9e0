using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Hosting;
using Mesh.Registry;
using Microsoft.Extensions.Options;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Client.Local;

/// <summary>Reads reports from the hub, writes by asking the registry.</summary>
internal sealed class MeshChecks(MeshHub hub, IMeshTransport transport, IOptions<MeshClientOptions> options) : IMeshChecks
{
    // What the registry may need beyond the deadline that it was given.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public CheckReport? Find(InstanceKey key, string checkId) => hub.Checks.Find(key, checkId);

    public Task<IRegisterReply> RegisterAsync(ServiceInstance instance, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var faults = InstanceValidation.Check(instance);
        if (faults.Count > 0)
            return Task.FromResult<IRegisterReply>(new Rejected(ValueList.From(faults)));
        var command = new Register(instance, Consistency.Local, options.Value.AskTimeout) { KeepsChecks = true };
        return AskAsync<IRegisterReply>(command, options.Value.AskTimeout + Margin, cancellation);
    }

    public Task<IChecksReply> UpdateAsync(
        InstanceKey key, string checkId, InstanceStatus status, string output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var command = new UpdateCheck(key, checkId, status, CheckReports.Cut(output));
        return AskAsync<IChecksReply>(command, options.Value.AskTimeout, cancellation);
    }

    public Task<IChecksReply> ChangeAsync(
        InstanceKey key,
        IEnumerable<NamedCheck> put,
        IEnumerable<string> remove,
        string reason = "",
        CancellationToken cancellation = default)
    {
        var evidence = new Evidence(Causes.StatusSet, transport.SelfAddress ?? "", HealthWords.Cut(reason));
        var command = new ChangeChecks(key, ValueList.From(put), ValueList.From(remove), evidence);
        return AskAsync<IChecksReply>(command, options.Value.AskTimeout, cancellation);
    }

    private async Task<T> AskAsync<T>(object message, TimeSpan timeout, CancellationToken cancellation)
        where T : class, IReply =>
        await transport.AskAsync(MeshNames.Registry, message, timeout, cancellation) as T
            ?? (T)(object)new Unavailable($"no answer from the registry within {timeout.TotalSeconds:0.###} s; the node is {hub.State.Phase}: {hub.State.Detail}");
}
