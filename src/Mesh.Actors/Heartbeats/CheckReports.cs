using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>
/// What the named checks of this node's instances saw last. Written by the heartbeats, and by the registry with what
/// clients say; read by anybody. Outlives the ActorSystem with the hub that holds it.
/// </summary>
internal sealed class CheckReports
{
    private readonly ConcurrentDictionary<InstanceKey, ImmutableDictionary<string, CheckReport>> _reports = [];
    private long _version;
    private long _expiries;
    private long _failures;

    public CheckReport? Find(InstanceKey key, string checkId) =>
        _reports.TryGetValue(key, out var ofInstance) ? ofInstance.GetValueOrDefault(checkId) : null;

    /// <summary>Rises whenever a report says something else than the one before it.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Leases that have run out here, since the process began.</summary>
    public long Expiries => Interlocked.Read(ref _expiries);

    /// <summary>Active checks of this node that found an instance critical, each run of them.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    internal void NoteExpiry() => Interlocked.Increment(ref _expiries);

    internal void NoteFailure() => Interlocked.Increment(ref _failures);

    /// <summary>The time counts from the first of several reports of one status.</summary>
    internal void Put(InstanceKey key, string checkId, InstanceStatus status, string output, DateTimeOffset now)
    {
        var report = new CheckReport(status, Cut(output), now);
        var before = Find(key, checkId);
        _reports.AddOrUpdate(
            key,
            _ => ImmutableDictionary<string, CheckReport>.Empty.Add(checkId, report),
            (_, known) => known.SetItem(
                checkId,
                known.GetValueOrDefault(checkId) is { } last && last.Status == status ? report with { Since = last.Since } : report));
        if (before?.Output != report.Output)
            Interlocked.Increment(ref _version);
    }

    /// <summary>Forgets all checks of an instance but these.</summary>
    internal void Keep(InstanceKey key, IEnumerable<string> checkIds)
    {
        if (_reports.ContainsKey(key))
            _reports.AddOrUpdate(key, _ => ImmutableDictionary<string, CheckReport>.Empty, (_, known) => known.RemoveRange(known.Keys.Except(checkIds)));
    }

    internal void Forget(InstanceKey key) => _reports.TryRemove(key, out _);

    internal static string Cut(string output)
    {
        if (output.Length <= CheckReport.MaxOutput)
            return output;
        // A surrogate pair must not be cut.
        var end = CheckReport.MaxOutput - (char.IsHighSurrogate(output[CheckReport.MaxOutput - 1]) ? 1 : 0);
        return output[..end];
    }
}
