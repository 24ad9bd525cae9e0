namespace Mesh.Kademlia.Transport;

/// <summary>What became of the datagrams of a gateway since its start.</summary>
public sealed class GateCounters
{
    private long _sent;
    private long _notSent;
    private long _received;
    private long _malformed;
    private long _limited;
    private long _refused;

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Not taken by the network.</summary>
    public long NotSent => Volatile.Read(ref _notSent);

    /// <summary>Of all kinds.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Too long, not in form, or a field out of its bounds.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Dropped because their source sent too many, or because this gateway had too much to do.</summary>
    public long Limited => Volatile.Read(ref _limited);

    /// <summary>Of a sender that is not certified, or not sealed by whom they name.</summary>
    public long Refused => Volatile.Read(ref _refused);

    internal void OnSent(bool isTaken) => Interlocked.Increment(ref isTaken ? ref _sent : ref _notSent);

    internal void OnReceived() => Interlocked.Increment(ref _received);

    internal void OnMalformed() => Interlocked.Increment(ref _malformed);

    internal void OnLimited() => Interlocked.Increment(ref _limited);

    internal void OnRefused() => Interlocked.Increment(ref _refused);
}
