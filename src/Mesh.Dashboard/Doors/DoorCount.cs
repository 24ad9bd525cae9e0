namespace Mesh.Dashboard.Doors;

/// <summary>Requests of a door since the node began, by how they ended.</summary>
/// <param name="Waited">Those that wait by their nature and have ended: watches, blocking queries, open pages.</param>
internal readonly record struct DoorCount(long Ok, long Refused, long Failed, long Aborted, long Waited)
{
    public long All => Ok + Refused + Failed + Aborted + Waited;
}
