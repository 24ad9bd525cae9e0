using System.Collections.Concurrent;
using Mesh.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Registration;

/// <summary>
/// Registers what the application offers, again and again until the registry has it; from then on the registry
/// re-asserts it. At the end drains and deregisters it.
/// </summary>
internal sealed partial class Registrar
{
    private readonly IMeshClient _client;
    private readonly IMeshInspector _inspector;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Registrar> _log;
    private readonly ConcurrentDictionary<InstanceKey, bool> _own = new();

    // Another process may have registered the same by the time that this one stops.
    private readonly ConcurrentDictionary<InstanceKey, long> _claims = new();

    public Registrar(
        IMeshClient client,
        IMeshInspector inspector,
        IOptions<MeshClientOptions> options,
        TimeProvider time,
        ILogger<Registrar> log)
    {
        _client = client;
        _inspector = inspector;
        _options = options.Value;
        _time = time;
        _log = log;
    }

    /// <summary>Ends when the registry has the instance or will never take it.</summary>
    /// <param name="isOwn">Is it this process, so that it is drained when the process stops?</param>
    public async Task RegisterAsync(ServiceInstance instance, bool isOwn, CancellationToken cancellation)
    {
        // Before the answer: one that comes too late, or never, may still have registered it.
        _own[instance.Key] = isOwn;
        for (var attempt = 0; ; attempt++)
        {
            var reply = await _client.RegisterAsync(instance, cancellation: cancellation);
            switch (reply)
            {
                case MeshReplies.Registered done:
                    _claims[instance.Key] = done.Claim;
                    LogRegistered(instance.Key, instance.Host, instance.Port, done.Revision);
                    return;
                case MeshReplies.Rejected rejected:
                    _own.TryRemove(instance.Key, out _);
                    LogRejected(instance.Key, rejected.Faults.ToString());
                    return;
                case MeshReplies.Unavailable unavailable when attempt == 0:
                    LogWaiting(instance.Key, unavailable.Reason);
                    break;
            }

            await Task.Delay(Runtime.RestartRule.Pause(Math.Min(attempt + 1, 3), _options), _time, cancellation);
        }
    }

    /// <summary>Announces that the process's own instances leave; true when there was one.</summary>
    public async Task<bool> DrainAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        // What another process has registered since is its own: a drain would stay with it.
        InstanceKey[] own = [.. _own.Where(o => o.Value).Select(o => o.Key).Where(k => !IsElsewhere(k))];
        await Task.WhenAll(own.Select(key => DrainAsync(key, deadline, cancellation)));
        return own.Length > 0;
    }

    /// <summary>
    /// Takes out what is this process, and nothing that somebody else has registered since. What the configuration declares
    /// lives beside it: the others keep its place.
    /// </summary>
    public Task DeregisterAsync(CancellationToken cancellation) => Task.WhenAll(_own.Where(o => o.Value).Select(o => o.Key).Select(async key =>
    {
        if (ClaimOf(key) is var claim and not 0)
        {
            var reply = await _client.DeregisterClaimAsync(key, claim, "the application stops", cancellation);
            if (reply is MeshReplies.Unavailable unavailable)
                LogNotDeregistered(key, unavailable.Reason);
        }

        _own.TryRemove(key, out _);
    }));

    /// <summary>Takes out what an earlier configuration of this node declared, and the present one does not.</summary>
    /// <param name="self">The node's address.</param>
    public Task RetractAsync(string self, IReadOnlyCollection<InstanceKey> declared, CancellationToken cancellation) => Task.WhenAll(
        _client.Snapshot.Services.Values.SelectMany(s => s.Instances)
            .Where(v => v.Instance.Home == self && v.Instance.Metadata.ContainsKey(DoorMetadata.Declared) && !declared.Contains(v.Instance.Key))
            .Select(v => _client.DeregisterClaimAsync(
                v.Instance.Key, v.Instance.Claim, "the configuration of its node does not declare it any more", cancellation)));

    /// <summary>
    /// What this node holds the instance under now: it may have come back to it under another claim than it was registered
    /// with, and an answer that never came tells none. 0: it holds none, so that there is nothing to take away.
    /// </summary>
    private long ClaimOf(InstanceKey key) => Find(key) is { } view && view.Owner.Address == _inspector.SelfAddress
        ? view.Instance.Claim
        : _claims.GetValueOrDefault(key);

    private bool IsElsewhere(InstanceKey key) =>
        _inspector.SelfAddress is { } self && Find(key) is { } view && view.Owner.Address != self;

    private InstanceView? Find(InstanceKey key) =>
        _client.Snapshot.Find(key.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == key.Id);

    private async Task DrainAsync(InstanceKey key, TimeSpan deadline, CancellationToken cancellation)
    {
        switch (await _client.DrainAsync(key, deadline, cancellation))
        {
            case MeshReplies.Drained { Unconfirmed.Count: 0 } drained:
                LogDrained(key, drained.Confirmed.Count);
                break;
            case MeshReplies.Drained drained:
                LogUnconfirmed(key, drained.Confirmed.Count, drained.Unconfirmed.ToString());
                break;
            case MeshReplies.Unavailable unavailable:
                LogNotDrained(key, unavailable.Reason);
                break;
        }
    }
}
