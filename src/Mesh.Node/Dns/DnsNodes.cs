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
        var address = member.Owner.Address;
        var plain = DnsNode.Of(ConsulNodeNames.Of(address), address);
        if (member.Name.Length == 0)
            return [plain];
        // A member without a name of its own is called by its address, which leads back to the other form.
        var named = DnsNode.Of(member.Name, address);
        return ConsulNodeNames.IsGiven(address, member.Name)
            ? [named, plain with { IsAlias = true }]
            : [plain, named with { IsAlias = true }];
    }
}
