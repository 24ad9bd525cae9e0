using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Remote;
using Mesh.Views;

namespace Mesh.Client;

/// <summary>The answer to a lookup: a service's instances with the revision and the age of what is known of them.</summary>
public readonly struct Resolution
{
    private readonly CatalogSnapshot _snapshot;
    private readonly TimeProvider _time;

    internal Resolution(CatalogSnapshot snapshot, ServiceView? service, TimeProvider time)
    {
        _snapshot = snapshot;
        Service = service;
        _time = time;
    }

    /// <summary>The mesh that the instances are of; empty: this one, or nobody answered yet.</summary>
    public string Origin { get; internal init; } = "";

    /// <summary>How the answer stands if it is of another mesh; null: it is of this one.</summary>
    public RemoteState? State { get; internal init; }

    /// <summary>Null when the view knows no instance of the service.</summary>
    public ServiceView? Service { get; }

    public ImmutableArray<InstanceView> Instances => Service?.Instances ?? [];

    /// <summary>The revision of the view that answered.</summary>
    public long Revision => _snapshot.Revision;

    /// <summary>
    /// How old the information may be: the time since the last contact with that owner of the instances which was
    /// silent longest. Zero when all are this node's own.
    /// </summary>
    public TimeSpan Age => _snapshot.AgeOf(Service, _time);
}
