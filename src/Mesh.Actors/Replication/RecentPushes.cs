namespace Mesh.Replication;

/// <summary>
/// The pushes of the last seconds, for a member that joins: what was pushed between the answer that filled it up and the
/// moment at which this node heard of it went to everybody else. Pure; its turns are the caller's. Not thread-safe.
/// </summary>
internal sealed class RecentPushes
{
    /// <summary>Turns that a push is kept for.</summary>
    public const int Turns = 10;

    /// <summary>The most bytes of records kept, about; Distributed Data carries what older pushes would have.</summary>
    public const long Limit = 8 << 20;

    private const int Overhead = 256;

    private readonly Queue<(long Turn, long Bytes, IEnumerable<IWireMessage> Pushes)> _pushes = new();
    private long _turn;
    private long _bytes;

    /// <summary>Oldest first.</summary>
    public IEnumerable<IWireMessage> All => _pushes.SelectMany(p => p.Pushes);

    /// <param name="pushes">What to send again. It may be made only then: mostly nobody asks for it.</param>
    /// <param name="bytes">What its records hold, about; one that is larger than the limit is not kept.</param>
    public void Add(IEnumerable<IWireMessage> pushes, long bytes)
    {
        _pushes.Enqueue((_turn, bytes + Overhead, pushes));
        _bytes += bytes + Overhead;
        while (_bytes > Limit)
            Forget();
    }

    /// <summary>Time goes on by a turn; pushes that are too old are forgotten.</summary>
    public void Turn()
    {
        _turn++;
        while (_pushes.TryPeek(out var oldest) && _turn - oldest.Turn > Turns)
            Forget();
    }

    private void Forget() => _bytes -= _pushes.Dequeue().Bytes;
}
