using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Microsoft.Extensions.Options;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>Reads reports from the hub, writes by asking the registry.</summary>
internal sealed class MeshChecks(
    MeshHub hub, RegistryCalls registry, IOptions<MeshClientOptions> options, IWriteQuota? quota = null) : IMeshChecks
{
    public CheckReport? Find(InstanceKey key, string checkId) => hub.Checks.Find(key, checkId);

    public long ReportVersion => hub.Checks.Version;

    public Task<IRegisterReply> RegisterAsync(ServiceInstance instance, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var faults = InstanceValidation.Check(instance);
        if (faults.Count > 0)
            return RegistryCalls.Reject<IRegisterReply>(faults);
        var command = new RegistryProtocol.Register(instance, Consistency.Local, options.Value.AskTimeout) { KeepsChecks = true };
        return WithinAsync(
            instance,
            instance.Key,
            stop => registry.AskAsync<IRegisterReply>(command, options.Value.AskTimeout + RegistryCalls.Margin, stop),
            cancellation);
    }

    public Task<IChecksReply> UpdateAsync(
        InstanceKey key, string checkId, InstanceStatus status, string output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var command = new RegistryProtocol.UpdateCheck(key, checkId, status, CheckReports.Cut(output));
        return registry.AskAsync<IChecksReply>(command, options.Value.AskTimeout, cancellation);
    }

    public Task<IChecksReply> ChangeAsync(
        InstanceKey key,
        IEnumerable<NamedCheck> put,
        IEnumerable<string> remove,
        string reason = "",
        CancellationToken cancellation = default)
    {
        var more = ValueList.From(put);
        var command = new RegistryProtocol.ChangeChecks(key, more, ValueList.From(remove), registry.Say(Causes.StatusSet, reason));
        var held = more.Count == 0 ? null
            : hub.Snapshot.Find(key.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == key.Id)?.Instance;
        return WithinAsync(
            held is null ? null : held with { Checks = NamedChecks.Put(held.Checks, more) },
            key,
            stop => registry.AskAsync<IChecksReply>(command, options.Value.AskTimeout, stop),
            cancellation);
    }

    /// <param name="record">What is to be; null: it takes no more than there is.</param>
    private Task<T> WithinAsync<T>(ServiceInstance? record, InstanceKey key, Func<CancellationToken, Task<T>> write, CancellationToken cancellation)
        where T : class, IReply => quota is null || record is null
        ? write(cancellation)
        : QuotaCalls.WithinAsync(quota.Take(record, keepsChecks: true), excess => QuotaCalls.Refuse<T>(key, excess), write, cancellation);
}
