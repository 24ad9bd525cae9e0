using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>The members that have introduced themselves, as DNS shows them.</summary>
/// <param name="Version">Of the members that they were made from.</param>
internal sealed record DnsNodes(long Version, IReadOnlyList<DnsNode> Items)
{
    public static DnsNodes Of(MembersSnapshot members) => new(
        members.Version,
        [.. members.Items.Where(m => m.Name.Length > 0).Select(m => new DnsNode(m.Name, HostPort.HostOf(m.Owner.Address)))]);
}
