namespace Mesh.Node.Dns;

/// <summary>
/// How much one network is sent over UDP beyond what it asked with: a question can be sent in another's name, and that one gets
/// the answers. Networks that share a slot share what there is. Thread-safe.
/// </summary>
/// <param name="bytes">Octets per second, which are also the most at once; 0: no limit.</param>
/// <param name="seed">Which networks share a slot nobody outside knows.</param>
internal sealed class DnsRateLimit(int bytes, TimeProvider time, ulong seed)
{
    private const int Slots = 8_192;

    private readonly Lock _gate = new();
    private readonly Slot[] _slots = new Slot[Slots];

    /// <summary>False: the answer is not to be sent as it is.</summary>
    /// <param name="network">Stands for the network of the client.</param>
    /// <param name="more">Octets that the answer has more than its question.</param>
    public bool TryTake(ulong network, int more)
    {
        if (bytes == 0 || more <= 0)
            return true;
        var now = time.GetTimestamp();
        lock (_gate)
        {
            ref var slot = ref _slots[StableHash.Mix(network ^ seed) % Slots];
            var taken = slot.Taken - (slot.At == 0 ? slot.Taken : time.GetElapsedTime(slot.At, now).TotalSeconds * bytes);
            taken = Math.Max(0, taken);
            var isThere = taken + more <= bytes;
            slot = new Slot(isThere ? taken + more : taken, now);
            return isThere;
        }
    }

    private readonly record struct Slot(double Taken, long At);
}
