namespace Mesh.Node.Dns;

/// <summary>Where a record is in the octets of its set.</summary>
/// <param name="TargetAt">Where in the record the name begins whose address is known; it goes to the record's end.</param>
/// <param name="Address">Which address of the set belongs to that name; -1: none.</param>
/// <param name="Member">Stands for the record when a client's share is chosen.</param>
internal readonly record struct DnsRecord(int Start, int Length, int TargetAt, int Address, ulong Member);
