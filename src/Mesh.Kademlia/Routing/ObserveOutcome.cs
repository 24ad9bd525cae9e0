namespace Mesh.Kademlia.Routing;

/// <summary>What the table did with a peer it heard of.</summary>
internal enum ObserveOutcome
{
    /// <summary>Not taken: full, or too many of its network.</summary>
    Ignored,

    /// <summary>Known before; now the most recently seen of its bucket.</summary>
    Kept,

    /// <summary>New in a bucket.</summary>
    Added,

    /// <summary>Waits for a place.</summary>
    Waiting,

    /// <summary>There may be a place for it: worth a ping, for only who has answered gets one.</summary>
    WorthProbing,
}
