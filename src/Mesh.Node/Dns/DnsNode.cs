using System.Net;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Dns;

/// <summary>A node as DNS shows it: a member of the mesh, or an external one.</summary>
internal sealed record DnsNode(string Name, string Host)
{
    /// <summary>What Consul's clients may write before a value that is to be told without its key.</summary>
    private const string Bare = "rfc1035-";

    /// <summary>Null: its host is a name.</summary>
    public IPAddress? Ip { get; } = DnsHost.Address(Host);

    /// <summary>The port of its remoting; 0: it has none.</summary>
    public int Port { get; init; }

    /// <summary>A further name of a node, which its address does not lead back to.</summary>
    public bool IsAlias { get; init; }

    /// <summary>What is said of it, "key=value" (RFC 1464).</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    public static DnsNode Of(string name, string address) => new(name, HostPort.HostOf(address))
    {
        Port = HostPort.PortOf(address) ?? 0,
        Texts = [$"mesh-address={address}"],
    };

    public static DnsNode Of(CatalogNode node) => new(node.Name, ConsulAddress.HostOf(node.Address))
    {
        Texts = [.. node.Meta.Select(m => Text(m.Key, m.Value))],
    };

    private static string Text(string key, string value) => key.StartsWith(Bare, StringComparison.OrdinalIgnoreCase)
        ? value
        : $"{Quoted(key).Replace("=", "`=", StringComparison.Ordinal)}={Quoted(value)}";

    private static string Quoted(string text) => text.Replace("`", "``", StringComparison.Ordinal);
}
