using Mesh.Catalog;

namespace Mesh.Node.Consul.Requests;

/// <summary>The query parameters of Consul's list requests that have an effect here.</summary>
internal sealed record ConsulQuery
{
    /// <summary>0: answer at once.</summary>
    public ulong Index { get; init; }

    /// <summary>Null: the default.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The hash of the body that the client has; empty: answer at once.</summary>
    public string Hash { get; init; } = "";

    public bool Passing { get; init; }

    /// <summary>All of them must be there.</summary>
    public ValueList<string> Tags { get; init; } = [];

    /// <summary>All of them must be the node's.</summary>
    public ValueMap<string> NodeMeta { get; init; } = ValueMap<string>.Empty;

    /// <summary>An expression; empty: none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The mesh that is asked, in lower case; empty: this one.</summary>
    public string Datacenter { get; init; } = "";

    public bool Cached { get; init; }

    public bool Pretty { get; init; }

    public bool Blocks => Index > 0 || Hash.Length > 0;

    /// <summary>Equal for queries that the same body answers.</summary>
    public string BodyKey => Pretty || Passing || Tags.Count > 0 || NodeMeta.Count > 0 || Filter.Length > 0
        ? string.Join('\n', [Pretty ? "p" : "", Passing ? "1" : "", Filter, string.Join('\t', Tags), string.Join('\t', NodeMeta)])
        : "";
}
