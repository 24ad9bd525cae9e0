namespace Mesh.Selection;

/// <summary>What this process knows of its own calls to one instance. A shared cell that outlives snapshots.</summary>
public sealed class EndpointLoad
{
    private int _outstanding;

    /// <summary>Calls sent and not yet finished.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public void Begin() => Interlocked.Increment(ref _outstanding);

    public void End() => Interlocked.Decrement(ref _outstanding);
}
