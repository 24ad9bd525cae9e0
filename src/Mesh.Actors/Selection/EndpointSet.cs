using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>What picks of one service are made from: availability decided, tables prebuilt.</summary>
public sealed class EndpointSet
{
    public static readonly EndpointSet Empty = new([]);

    private readonly ImmutableArray<Endpoint> _available;

    private EndpointSet(ImmutableArray<Endpoint> available) => _available = available;

    public static EndpointSet Build(
        ImmutableArray<InstanceView> instances, ServicePolicy policy, SelectionContext context) =>
        new([.. instances.Where(i => i.IsOffered).Select(i => new Endpoint(i, context.Loads.For(i.Instance.Key), false))]);

    /// <summary>Null when no instance is available.</summary>
    public Endpoint? Pick(in PickRequest request) => _available.IsEmpty ? null : _available[0];
}
