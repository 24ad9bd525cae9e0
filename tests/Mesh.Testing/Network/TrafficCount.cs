namespace Mesh.Testing.Network;

/// <summary>Packets that were sent, whatever became of them.</summary>
/// <param name="Openings">Attempts to open a TCP connection.</param>
/// <param name="Lost">By chance.</param>
/// <param name="Blocked">By a rule.</param>
internal readonly record struct TrafficCount(long Packets, long Bytes, long Openings, long Lost, long Blocked)
{
    public static TrafficCount operator +(TrafficCount a, TrafficCount b) => Add(a, b);

    public static TrafficCount Add(TrafficCount a, TrafficCount b) => new(
        a.Packets + b.Packets, a.Bytes + b.Bytes, a.Openings + b.Openings, a.Lost + b.Lost, a.Blocked + b.Blocked);

    public static TrafficCount Of(in IpPacket packet, FateKind fate) => new(
        1, packet.Length, packet.IsOpening ? 1 : 0, fate is FateKind.Lost ? 1 : 0, fate is FateKind.Blocked ? 1 : 0);
}
