using System.Collections.Immutable;
using Akka.DistributedData;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>The policies of all services: a map of last-writer-wins registers without clocks. Small, so it has no deltas.</summary>
internal sealed class PolicyTable : IReplicatedData<PolicyTable>, IWireMessage
{
    public const string KeyName = "mesh/policies";

    public static readonly PolicyKey Key = new(KeyName);

    public static readonly PolicyTable Empty = new(ImmutableSortedDictionary<ServiceName, PolicyEntry>.Empty);

    public PolicyTable(ImmutableSortedDictionary<ServiceName, PolicyEntry> entries) => Entries = entries;

    public ImmutableSortedDictionary<ServiceName, PolicyEntry> Entries { get; }

    public static PolicyTable Of(PolicyEntry entry) => new(Empty.Entries.Add(entry.Service, entry));

    /// <summary>The entries of some services.</summary>
    public PolicyTable Only(Func<ServiceName, bool> service) =>
        Entries.Keys.All(service) ? this : new(Entries.RemoveRange(Entries.Keys.Where(k => !service(k))));

    public PolicyTable Merge(PolicyTable other)
    {
        var entries = Entries;
        foreach (var (service, theirs) in other.Entries)
        {
            if (!entries.TryGetValue(service, out var ours) || theirs.Beats(ours))
                entries = entries.SetItem(service, theirs);
        }

        return ReferenceEquals(entries, Entries) ? this : new PolicyTable(entries);
    }

    IReplicatedData IReplicatedData.Merge(IReplicatedData other) => Merge((PolicyTable)other);
}
