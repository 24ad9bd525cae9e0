using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Views;

namespace Mesh.Node.Consul.Bodies;

/// <summary>
/// What has been made of one view of a service: its entries, and the bodies for the questions asked about it. It goes
/// with the view, so that nothing in it is out of date but names of nodes and outputs of checks, which are looked at.
/// </summary>
/// <param name="names">The names of nodes that it was made with.</param>
/// <param name="reports">What the node's checks had seen then.</param>
internal sealed class ServiceBodies(ServiceView view, CheckOutputs outputs, NodeNames? names = null, long reports = 0)
{
    /// <summary>Different questions about one service are few; beyond this they are answered without being kept.</summary>
    private const int MaxKept = 32;

    private readonly ConcurrentDictionary<string, ConsulAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownAnswer> _byText = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<CatalogEntry>> _entries = new(() => EntryMapping.Of(view, outputs, names));
    private readonly long _names = names?.Version ?? 0;
    private long _reports = reports;
    private volatile Heard _heard = new(null, []);

    public ImmutableArray<CatalogEntry> Entries => _entries.Value;

    /// <summary>False: nodes have other names by now, or a check that this node runs saw something else.</summary>
    public bool IsFresh(long namesVersion, long reportVersion)
    {
        if (namesVersion != _names)
            return false;
        if (reportVersion == Interlocked.Read(ref _reports))
            return true;
        if (_entries.IsValueCreated && Entries.Any(HasOtherOutput))
            return false;
        Interlocked.Exchange(ref _reports, reportVersion);
        return true;
    }

    private bool HasOtherOutput(CatalogEntry entry) => entry.Instance.Checks.Count > 0 && entry.Checks.Any(
        c => outputs(entry.Instance.Key, c.Id) is { } output && output != c.Output);

    public bool TryGet(string key, [NotNullWhen(true)] out ConsulAnswer? answer) =>
        _answers.TryGetValue(key, out answer);

    public ConsulAnswer Keep(string key, ConsulAnswer answer)
    {
        if (_answers.Count < MaxKept)
            _answers.TryAdd(key, answer);
        return answer;
    }

    /// <summary>The answer to health/service with this query, character by character.</summary>
    public KnownAnswer? FindByText(string query) => _byText.GetValueOrDefault(query);

    public void KeepByText(string query, KnownAnswer answer)
    {
        if (_byText.Count < MaxKept)
            _byText.TryAdd(query, answer);
    }

    /// <summary>The time since the last contact with the owner of an instance that was silent longest.</summary>
    public TimeSpan AgeIn(CatalogSnapshot snapshot, TimeProvider time)
    {
        var heard = _heard;
        if (!ReferenceEquals(heard.Of, snapshot.Contacts))
            _heard = heard = new Heard(snapshot.Contacts, [.. Contacts(snapshot.Contacts)]);
        if (heard.Contacts.Length == 0)
            return TimeSpan.Zero;
        var oldest = long.MaxValue;
        foreach (var contact in heard.Contacts)
            oldest = Math.Min(oldest, contact.Timestamp);
        var age = time.GetElapsedTime(oldest);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private IEnumerable<OwnerContact> Contacts(ImmutableDictionary<Owner, OwnerContact> contacts) => view.Instances
        .Select(i => i.Owner).Distinct().Select(o => contacts.GetValueOrDefault(o)).OfType<OwnerContact>();

    /// <summary>The contacts of this service's owners among all of a snapshot, which change far less often than it.</summary>
    private sealed record Heard(ImmutableDictionary<Owner, OwnerContact>? Of, OwnerContact[] Contacts);
}
