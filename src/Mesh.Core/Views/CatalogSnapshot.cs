using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>A node's merged picture at one revision. Immutable; readers hold it as long as they like.</summary>
public sealed class CatalogSnapshot
{
    internal static readonly CatalogSnapshot Empty =
        new(0, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);

    public CatalogSnapshot(
        long revision,
        ImmutableDictionary<string, ServiceView> services,
        ImmutableDictionary<Owner, OwnerContact> contacts)
    {
        Revision = revision;
        Services = services;
        Contacts = contacts;
        Index = revision;
    }

    public long Revision { get; }

    /// <inheritdoc cref="ServiceView.Index"/>
    internal long Index { get; init; }

    /// <summary>The number of services without an instance: that at which the last one lost its last. 0: it is not known.</summary>
    internal long GoneIndex { get; init; }

    /// <summary>Do the indexes say more than the revisions? Then those of other nodes can be compared with them.</summary>
    internal bool HasIndexes => GoneIndex != 0;

    /// <summary>By service name. A service without instances is not here.</summary>
    public ImmutableDictionary<string, ServiceView> Services { get; }

    /// <summary>When each owner was last heard of. This node itself is not in it.</summary>
    public ImmutableDictionary<Owner, OwnerContact> Contacts { get; }

    public ServiceView? Find(string service) =>
        Services.TryGetValue(ServiceName.Fold(service), out var view) ? view : null;

    /// <summary>The services by name.</summary>
    public IEnumerable<ServiceSummary> Summaries() => Services.Values
        .OrderBy(v => v.Name)
        .Select(v => new ServiceSummary(v.Name, v.Instances.Length, v.Instances.Count(i => i.IsOffered), v.Revision));

    /// <summary>
    /// How old the information on a service may be: the time since the last contact with that owner of its instances
    /// which was silent longest. Zero when all are this node's own.
    /// </summary>
    public TimeSpan AgeOf(ServiceView? service, TimeProvider time)
    {
        var now = time.GetTimestamp();
        var oldest = now;
        foreach (var view in service?.Instances ?? [])
        {
            if (Contacts.TryGetValue(view.Owner, out var contact))
                oldest = Math.Min(oldest, contact.Timestamp);
        }

        return time.GetElapsedTime(oldest, now);
    }
}
