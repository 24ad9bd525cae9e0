namespace Mesh.Federation.Transport;

/// <summary>What became of the datagrams and calls of a gateway since its start.</summary>
internal sealed class GateCounters
{
    private readonly long[] _asked = new long[2];
    private readonly long[] _answered = new long[2];
    private readonly long[] _taken = new long[2];
    private long _sent;
    private long _notSent;
    private long _received;
    private long _malformed;
    private long _limited;
    private long _refused;
    private int _called;

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Not taken by the network.</summary>
    public long NotSent => Volatile.Read(ref _notSent);

    /// <summary>Of all kinds, over UDP.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Too long, not in form, or a field out of its bounds.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Dropped because their source sent too many, or because this gateway had too much to do.</summary>
    public long Limited => Volatile.Read(ref _limited);

    /// <summary>Of a sender that is not certified, or not sealed by whom they name.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Addresses that are asked by calls at present, because datagrams do not get there.</summary>
    public int Called => Volatile.Read(ref _called);

    /// <summary>Questions of this gateway that went by this carrier; one that was tried by both counts for both.</summary>
    public long Asked(Carrier carrier) => Volatile.Read(ref _asked[(int)carrier]);

    /// <summary>Answers to them that came by this carrier.</summary>
    public long Answered(Carrier carrier) => Volatile.Read(ref _answered[(int)carrier]);

    /// <summary>Questions of others that came by this carrier and were let in.</summary>
    public long Taken(Carrier carrier) => Volatile.Read(ref _taken[(int)carrier]);

    internal void OnSent(bool isTaken) => Interlocked.Increment(ref isTaken ? ref _sent : ref _notSent);

    internal void OnReceived() => Interlocked.Increment(ref _received);

    internal void OnMalformed() => Interlocked.Increment(ref _malformed);

    internal void OnLimited() => Interlocked.Increment(ref _limited);

    internal void OnRefused() => Interlocked.Increment(ref _refused);

    internal void OnAsked(Carrier carrier) => Interlocked.Increment(ref _asked[(int)carrier]);

    internal void OnAnswered(Carrier carrier) => Interlocked.Increment(ref _answered[(int)carrier]);

    internal void OnTaken(Carrier carrier) => Interlocked.Increment(ref _taken[(int)carrier]);

    internal void OnCarriers(int called) => Volatile.Write(ref _called, called);
}
