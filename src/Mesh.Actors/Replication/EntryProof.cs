namespace Mesh.Replication;

/// <summary>What a log needs to be taken.</summary>
internal enum EntryProof
{
    /// <summary>Nothing more.</summary>
    Taken,

    /// <summary>It is this node's own, which it knows itself: passed over.</summary>
    Own,

    /// <summary>The seal that came with it is to be good.</summary>
    Seal,

    /// <summary>There is none: the owner is to be asked.</summary>
    Missing,
}
