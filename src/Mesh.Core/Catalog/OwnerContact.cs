namespace Mesh.Catalog;

/// <summary>
/// When a node was last heard of, as a timestamp of the local <see cref="TimeProvider"/>. A shared cell: it changes
/// with every heartbeat, which must not make a new snapshot.
/// </summary>
public sealed class OwnerContact(long timestamp)
{
    private long _timestamp = timestamp;

    public long Timestamp => Volatile.Read(ref _timestamp);

    public void Heard(long timestamp) => Volatile.Write(ref _timestamp, timestamp);
}
