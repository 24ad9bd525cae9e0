namespace Mesh.Kademlia.Nodes;

/// <summary>What a moment in the future is for.</summary>
internal enum DueKind
{
    SoftTimeout,
    OverdueTimeout,
    HardTimeout,
    LookupDeadline,
    Upkeep,
}
