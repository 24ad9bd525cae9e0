namespace Mesh.Kademlia.Lookups;

/// <summary>Where a peer stands in a lookup.</summary>
internal enum CandidateState : byte
{
    /// <summary>Heard of, not asked.</summary>
    Known,

    /// <summary>Asked, its slot is taken.</summary>
    Asked,

    /// <summary>Asked, over the soft timeout: its slot is free, its answer still counts.</summary>
    Slow,

    /// <summary>Not waited for any more; should it answer after all, that still counts.</summary>
    Overdue,

    Answered,

    Failed,
}
