namespace Mesh.Node.Dns;

/// <summary>One way to read the name of a service.</summary>
/// <param name="Tag">A tag that instances must have; null: any.</param>
/// <param name="Port">The named port that is asked for; null: the main one.</param>
internal sealed record DnsReading(string Service, string? Tag = null, string? Port = null);
