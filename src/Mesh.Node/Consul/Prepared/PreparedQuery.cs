using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Node.Consul.Prepared;

/// <summary>A question for instances that is kept under an id and a name. Texts of a template still have its variables.</summary>
internal sealed record PreparedQuery
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public required string Service { get; init; }

    public bool OnlyPassing { get; init; }

    /// <summary>Those that an instance must have, and after "!" those that it must not have.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    public ValueMap<string> NodeMeta { get; init; } = ValueMap<string>.Empty;

    public ValueMap<string> ServiceMeta { get; init; } = ValueMap<string>.Empty;

    /// <summary>Checks that do not count.</summary>
    public ImmutableArray<string> IgnoreCheckIds { get; init; } = [];

    /// <summary>Kept and shown; nobody is nearer here.</summary>
    public string Near { get; init; } = "";

    public int NearestN { get; init; }

    /// <summary>Other meshes, asked in this order where this one has nobody.</summary>
    public ImmutableArray<string> Datacenters { get; init; } = [];

    /// <summary>The same in Consul's newer form; of the two forms one is given.</summary>
    public ImmutableArray<FailoverTarget> Targets { get; init; } = [];

    /// <summary>Whoever is asked where this mesh has nobody, in order.</summary>
    public IEnumerable<string> Failover => Targets.IsEmpty ? Datacenters : Targets.Select(t => t.Mesh);

    /// <summary>How long DNS may keep an answer, in Go's text; empty: as the door says.</summary>
    public string Ttl { get; init; } = "";

    /// <summary>The query stands for all names that begin with its own.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>What takes a name apart; empty: only what is before and after the prefix is known.</summary>
    public string Regexp { get; init; } = "";

    /// <summary>Tags of which the variables of a template leave nothing do not count.</summary>
    public bool RemovesEmptyTags { get; init; }
}
