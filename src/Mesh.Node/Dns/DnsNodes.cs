using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>The members as DNS shows them: by the name that each was given, and by the one made of its address.</summary>
/// <param name="Version">Of the members that they were made from.</param>
internal sealed record DnsNodes(long Version, IReadOnlyList<DnsNode> Items)
{
    public static DnsNodes Of(MembersSnapshot members) => new(members.Version, [.. members.Items.SelectMany(Of)]);

    private static DnsNode[] Of(MeshMember member)
    {
        var plain = DnsNode.Of(ConsulNodeNames.Of(member.Owner.Address), member.Owner.Address);
        return member.Name.Length == 0
            ? [plain]
            : [DnsNode.Of(member.Name, member.Owner.Address), plain with { IsAlias = true }];
    }
}
