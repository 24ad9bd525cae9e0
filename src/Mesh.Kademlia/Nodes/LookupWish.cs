using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a lookup of a node is to find, and how.</summary>
/// <param name="Target">The point looked for; the key of the records, if it looks for records.</param>
/// <param name="Mode">When it ends.</param>
internal sealed record LookupWish(NodeId Target, LookupMode Mode)
{
    /// <summary>Nearest peers that must have answered; zero: k.</summary>
    public int Width { get; init; }

    /// <summary>Takes up the records that are found.</summary>
    public RecordMerge Records { get; init; } = new();

    /// <summary>Disjoint paths, 1 or more.</summary>
    public int Paths { get; init; } = 1;

    /// <summary>
    /// Ask slow peers once more, for who wants all of the nearest, perhaps to write to them, and must not miss one because a
    /// datagram was lost. Who reads asks others instead.
    /// </summary>
    public bool IsRepeated { get; init; }

    /// <summary>After which it ends with what it has; null: that of the settings.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Whom to ask, and nobody else; empty: whoever is nearest.</summary>
    public Contact[] Only { get; init; } = [];

    /// <summary>Told once, when only slow peers are waited for; null: nobody need know.</summary>
    public Action<LookupTask, Moment>? OnNearlyFound { get; init; }

    public LookupParameters Parameters(KadSettings settings)
    {
        var parameters = LookupParameters.Of(settings, Mode, Paths);
        return Only.Length > 0 ? parameters with { K = Only.Length, Alpha = Only.Length, FirstRound = Only.Length }
            : Width > 0 ? parameters with { K = Width }
            : parameters;
    }
}
