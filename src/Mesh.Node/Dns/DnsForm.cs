namespace Mesh.Node.Dns;

/// <summary>A form of names that the door answers, and the types that it has records of.</summary>
internal sealed record DnsForm(string Name, IReadOnlyList<DnsType> Types, string Meaning);
