using System.Collections.Concurrent;
using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>
/// One reading of the catalogue and the blocking queries that follow it: one on the list of services and one on each of
/// the first services; the others are read again when the list changes.
/// </summary>
internal sealed class ConsulRound(ConsulConnection consul, Action<string, IReadOnlyList<SideEntry>> changed, TimeProvider time)
{
    /// <summary>Services that are followed by a query of their own.</summary>
    public const int MaxParked = 64;

    private const int ReadsAtOnce = 8;
    private const string OwnService = "consul";
    private static readonly TimeSpan Wait = BridgeTimes.Reading;

    // Consul may answer early and often: that must not become a busy loop.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, ulong> _indexes = new();
    private readonly ConcurrentBag<Task> _parked = [];
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _followed = [];
    private IReadOnlyCollection<string> _names = [];
    private ulong _index;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SideEntry>>> ReadAsync(CancellationToken cancellation)
    {
        await ListAsync(0, cancellation);
        var read = new ConcurrentDictionary<string, IReadOnlyList<SideEntry>>();
        await ForEachAsync(_names, async (name, token) => read[name] = await ReadAsync(name, 0, token), cancellation);
        return read;
    }

    /// <summary>Until cancelled or one of the queries fails.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            foreach (var name in _names)
                Park(name, all.Token);
            await Task.WhenAny(_fault.Task, ReportAsync(FollowListAsync(all.Token)));
            await _fault.Task;
        }
        finally
        {
            await all.CancelAsync();
            await Task.WhenAll(_parked);
        }
    }

    private void Park(string name, CancellationToken cancellation)
    {
        if (_followed.Count < MaxParked && _followed.Add(name))
            _parked.Add(ReportAsync(FollowAsync(name, cancellation)));
    }

    /// <summary>The first query that fails, or is cancelled, ends the round.</summary>
    private async Task ReportAsync(Task query)
    {
        try
        {
            await query;
        }
        catch (Exception trouble)
        {
            _fault.TrySetException(trouble);
        }
    }

    private async Task FollowListAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var before = (_names, _index);
            await ListAsync(_index, cancellation);
            // Without an index nothing can be waited for.
            await Task.Delay(_index == 0 ? Wait : LeastPause, time, cancellation);
            if (_index == before._index && _index != 0)
                continue;
            // Services with a query of their own tell of themselves, the last word of one that is gone included.
            var others = _names.Union(before._names).Where(n => !_followed.Contains(n)).ToArray();
            await ForEachAsync(others, async (name, token) => changed(name, await ReadAsync(name, 0, token)), cancellation);
            foreach (var name in _names)
                Park(name, cancellation);
        }
    }

    private async Task FollowAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            var before = _indexes[name];
            var entries = await ReadAsync(name, before, cancellation);
            if (_indexes[name] != before)
                changed(name, entries);
            await Task.Delay(_indexes[name] == 0 ? Wait : LeastPause, time, cancellation);
        }
    }

    private async Task ListAsync(ulong index, CancellationToken cancellation)
    {
        var (names, next) = await consul.ListAsync(
            "v1/catalog/services",
            ConsulBridgeJson.Default.IReadOnlyDictionaryStringIReadOnlyListString,
            index,
            Wait,
            cancellation);
        (_names, _index) = ([.. names.Keys.Where(n => n != OwnService).Order(StringComparer.Ordinal)], next);
    }

    private async Task<IReadOnlyList<SideEntry>> ReadAsync(string name, ulong index, CancellationToken cancellation)
    {
        var (entries, next) = await consul.ListAsync(
            $"v1/health/service/{Uri.EscapeDataString(name)}",
            ConsulBridgeJson.Default.IReadOnlyListEntry,
            index,
            Wait,
            cancellation);
        _indexes[name] = next;
        return [.. entries.Select(ConsulMapping.ToEntry).OfType<SideEntry>()];
    }

    private static Task ForEachAsync(
        IEnumerable<string> names, Func<string, CancellationToken, Task> each, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation },
            async (name, token) => await each(name, token));
}
