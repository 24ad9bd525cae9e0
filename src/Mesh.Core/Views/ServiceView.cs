using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Views;

/// <summary>One service in a snapshot. Immutable; replaced whole when anything of the service changes.</summary>
public sealed class ServiceView
{
    public ServiceView(
        ServiceName name,
        long revision,
        ImmutableArray<InstanceView> instances,
        ServicePolicy policy,
        EndpointSet endpoints)
    {
        Name = name;
        Revision = revision;
        Instances = instances;
        Policy = policy;
        Endpoints = endpoints;
        Index = revision;
    }

    public ServiceName Name { get; }

    /// <summary>The revision of the view at which the service last changed.</summary>
    public long Revision { get; }

    /// <summary>Beside the revision, a number that nodes have in common, see <see cref="CommonIndex"/>; where there is none, the revision.</summary>
    internal long Index { get; init; }

    /// <summary>All instances, whatever their status, by id.</summary>
    public ImmutableArray<InstanceView> Instances { get; }

    public ServicePolicy Policy { get; }

    /// <summary>What picks are made from.</summary>
    public EndpointSet Endpoints { get; }

    /// <summary>The same under another number.</summary>
    internal ServiceView At(long index) => new(Name, Revision, Instances, Policy, Endpoints) { Index = index };
}
