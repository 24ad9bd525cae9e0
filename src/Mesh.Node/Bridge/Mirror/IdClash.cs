namespace Mesh.Node.Bridge.Mirror;

/// <summary>Finds copies that a bridge of the same id wrote between other systems. Pure.</summary>
internal static class IdClash
{
    /// <summary>What is wrong, in a line; null: nothing is.</summary>
    public static string? Find(string bridge, BridgeOrigin mesh, BridgeOrigin foreign, SideView meshView, SideView foreignView)
    {
        var other = meshView.Entries.Select(e => e.Mark)
            .FirstOrDefault(m => m?.Bridge == bridge && m.Origin != foreign && m.Origin.System != BridgeOrigin.Mesh);
        if (other is not null)
            return Say(bridge, mesh, other, foreign);
        other = foreignView.Entries.Select(e => e.Mark)
            .FirstOrDefault(m => m?.Bridge == bridge && m.Origin != mesh && m.Origin.System == BridgeOrigin.Mesh);
        return other is null ? null : Say(bridge, foreign, other, mesh);
    }

    private static string Say(string bridge, BridgeOrigin at, OriginMark other, BridgeOrigin wanted) =>
        $"bridge id '{bridge}' is in use: {at} holds its copies of {other.Origin}, not of {wanted}; give this bridge another --id";
}
