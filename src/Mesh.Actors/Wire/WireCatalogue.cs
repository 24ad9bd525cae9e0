using System.Collections.Frozen;

namespace Mesh.Wire;

/// <summary>All that may cross the wire, by manifest and by type.</summary>
internal static class WireCatalogue
{
    private static readonly WireEntry[] Entries =
    [
        .. RegistryCommandsWire.Entries,
        .. RegistryRepliesWire.Entries,
        .. MembershipWire.Entries,
        .. ReplicationWire.Entries,
        .. FederationWire.Entries,
        .. KeyReplicationWire.Entries,
    ];

    public static FrozenDictionary<string, WireEntry> ByManifest { get; } =
        Entries.ToFrozenDictionary(e => e.Manifest, StringComparer.Ordinal);

    public static FrozenDictionary<Type, WireEntry> ByType { get; } = Entries.ToFrozenDictionary(e => e.Type);
}
