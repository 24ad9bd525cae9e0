using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

/// <summary>A record as text: its data as dig prints it.</summary>
internal sealed record DecodedRecord(string Name, DnsType Type, ushort Class, uint Ttl, string Data)
{
    public override string ToString() => $"{Name} {Ttl} {Type} {Data}";
}
