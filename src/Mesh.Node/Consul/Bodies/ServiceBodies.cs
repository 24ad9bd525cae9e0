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
/// with the view, so nothing in it is ever out of date.
/// </summary>
internal sealed class ServiceBodies(ServiceView view, CheckOutputs outputs)
{
    /// <summary>Different questions about one service are few; beyond this they are answered without being kept.</summary>
    private const int MaxKept = 32;

    private readonly ConcurrentDictionary<string, ConsulAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownAnswer> _byText = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<CatalogEntry>> _entries = new(() => EntryMapping.Of(view, outputs));
    private volatile Heard _heard = new(null, []);

    public ImmutableArray<CatalogEntry> Entries => _entries.Value;

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
