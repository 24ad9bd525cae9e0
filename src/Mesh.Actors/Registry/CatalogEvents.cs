using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>What this node knows of how its own and other owners' instances came to be as they are, as far back as it goes.</summary>
internal sealed class CatalogEvents(Owner self)
{
    private const int Capacity = 20_000;
    private const long MaxBytes = 6L << 20;

    // Strangers fill it: what they do must not push the stories out.
    private readonly EventRing _refusals = new(1_000, 1L << 18);
    private readonly EventRing _events = new(Capacity, MaxBytes);
    private readonly List<CatalogEvent> _news = [];

    public ValueList<CatalogEvent> Of(InstanceKey key) => ValueList.From(_refusals.Count == 0 ? _events.Of(key) : _events.Of(key).Concat(_refusals.Of(key)));

    /// <summary>What was said to be an owner's was not taken: the story of each instance tells so.</summary>
    public void RecordRefusal(EntryRefusal<InstanceKey> refusal, DateTimeOffset at)
    {
        var evidence = new Evidence(Causes.Refused, refusal.By, $"entry of {refusal.Owner}, {refusal.Detail}");
        foreach (var key in refusal.Keys)
            _refusals.Add(new CatalogEvent(at, key, "refused", evidence));
    }

    public void Record(InstanceKey key, Moment at, string change, Evidence evidence)
    {
        var entry = new CatalogEvent(at.Wall, key, change, evidence);
        _events.Add(entry);
        if (IsNews(evidence.Cause))
            _news.Add(entry);
    }

    /// <summary>What operators look for in a log, since the last call: what this node was asked to do, and what lapsed here.</summary>
    public IReadOnlyList<CatalogEvent> TakeNews()
    {
        if (_news.Count == 0)
            return [];
        CatalogEvent[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>The same with this node as the observer.</summary>
    public void Record(InstanceKey key, Moment at, string change, string cause, string detail) =>
        Record(key, at, change, new Evidence(cause, self.Address, detail));

    public void RecordDrained(RegistryProtocol.Drained drained, Moment since)
    {
        var silent = drained.Unconfirmed.Count == 0 ? "" : $"; no word from {drained.Unconfirmed}";
        Record(drained.Key, since, "draining confirmed", Causes.DrainConfirmed, $"confirmed by {drained.Confirmed}{silent}");
    }

    /// <summary>
    /// Remembers what other owners' instances did, so that their story can be told when the owner is gone. What follows
    /// from an owner's standing or removal is recorded where that is learnt.
    /// </summary>
    public void Witness(CatalogFlush flush, IReadOnlyDictionary<Owner, Standing> members, Moment now)
    {
        for (var i = 0; i < flush.Changes.Length; i++)
        {
            var change = flush.Changes[i];
            var instance = change.Instance!;
            if (instance.Owner == self || !members.ContainsKey(instance.Owner))
                continue;
            var before = flush.Before[i]?.Instance.Status;
            var status = instance.Instance.Status;
            var text = change.Kind switch
            {
                ChangeKind.Removed => "removed",
                ChangeKind.Added => $"registered, {RegistryWords.Of(status)}",
                _ when before is { } old && old != status => RegistryWords.Change(old, status),
                _ => "",
            };
            if (text.Length > 0)
                Record(instance.Instance.Key, now, text, Causes.Seen, $"told by the owner {instance.Owner}");
        }
    }

    /// <summary>
    /// Not what follows for each instance from a member's coming and going, which is one line there, nor what heartbeats and
    /// checks find.
    /// </summary>
    private static bool IsNews(string cause) => cause is Causes.Registered or Causes.Deregistered or Causes.Adopted or Causes.ClaimLost
        or Causes.StatusSet or Causes.LeaseExpired or Causes.DeregisterTime or Causes.DrainStarted;
}
