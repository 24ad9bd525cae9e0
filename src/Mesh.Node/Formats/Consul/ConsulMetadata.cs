using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>
/// What Consul knows of a service and the mesh's record has no field for. It travels in the record's metadata under a
/// reserved prefix; <see cref="Meta"/> is the metadata without it. Values that equal the default are left out. Pure.
/// </summary>
internal sealed record ConsulMetadata
{
    private const string NameKey = DoorMetadata.Consul + "name";
    private const string IdKey = DoorMetadata.AgentId;
    private const string NoAddressKey = DoorMetadata.Consul + "no-address";
    private const string WarningKey = DoorMetadata.Consul + "weight-warning";
    private const string OverrideKey = DoorMetadata.Consul + "tag-override";
    private const string KindKey = DoorMetadata.Consul + "kind";
    private const string AddressPrefix = DoorMetadata.Consul + "address/";
    private const string GivenAddressKey = DoorMetadata.Consul + "given-address";
    private const string AgentKey = DoorMetadata.Consul + "agent";
    private const string FieldPrefix = DoorMetadata.Consul + "field/";
    private const string NodeCheckPrefix = DoorMetadata.Consul + "check-node/";
    private const string OutputPrefix = DoorMetadata.Consul + "check-output/";
    private const string DefinitionPrefix = DoorMetadata.Consul + "check-definition/";
    private const string NodeKey = DoorMetadata.Consul + "node";
    private const string NodeAddressKey = DoorMetadata.Consul + "node-address";
    private const string NodeIdKey = DoorMetadata.Consul + "node-id";
    private const string NodeMetaPrefix = DoorMetadata.Consul + "node-meta/";
    private const string NodeTaggedPrefix = DoorMetadata.Consul + "node-tagged/";

    public static readonly ConsulMetadata Empty = new();

    /// <summary>The metadata as the client gave it.</summary>
    public ValueMap<string> Meta { get; init; } = ValueMap<string>.Empty;

    /// <summary>The service's name as the client wrote it; empty: as the mesh keeps it, in lower case.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The service's id as the client gave it; empty: that of the record. They differ where two nodes have a service of one
    /// id each. An agent always says it: that the record came in at one is known by it.
    /// </summary>
    public string ServiceId { get; init; } = "";

    /// <summary>
    /// The client gave no address, so the record's host is that of the node which took the registration. Shown as ""
    /// while the record's host is the address of the node that it is shown on.
    /// </summary>
    public bool HasNoAddress { get; init; }

    /// <summary>Weights.Warning; Weights.Passing is the record's weight.</summary>
    public int WarningWeight { get; init; } = 1;

    public bool EnableTagOverride { get; init; }

    /// <summary>Kind, such as "connect-proxy"; stored, and otherwise without effect.</summary>
    public string Kind { get; init; } = "";

    public ValueMap<TaggedAddress> TaggedAddresses { get; init; } = ValueMap<TaggedAddress>.Empty;

    /// <summary>The address as the client gave it where it is none that the record could have, such as a URL; else empty.</summary>
    public string GivenAddress { get; init; } = "";

    /// <summary>The name of the mesh node that took the registration, for when that node is gone; empty: it has none.</summary>
    public string AgentName { get; init; } = "";

    /// <summary>
    /// Fields that are shown as they were given, such as Connect and Proxy, and otherwise without effect: JSON by their names.
    /// </summary>
    public ValueMap<string> Fields { get; init; } = ValueMap<string>.Empty;

    /// <summary>The ids of those checks of an external instance that are about its node.</summary>
    public ValueMap<string> NodeChecks { get; init; } = ValueMap<string>.Empty;

    /// <summary>What was said of checks that somebody outside runs, by their ids.</summary>
    public ValueMap<string> Outputs { get; init; } = ValueMap<string>.Empty;

    /// <summary>How checks are to be run by somebody outside, by their ids: JSON.</summary>
    public ValueMap<string> Definitions { get; init; } = ValueMap<string>.Empty;

    /// <summary>Null: the instance is on the node of its owner.</summary>
    public CatalogNode? Node { get; init; }

    public static ConsulMetadata Read(ValueMap<string> metadata)
    {
        if (!metadata.Keys.Any(DoorMetadata.IsReserved))
            return metadata.Count == 0 ? Empty : new ConsulMetadata { Meta = metadata };
        return new ConsulMetadata
        {
            Meta = ValueMap<string>.From(metadata.Where(e => !DoorMetadata.IsReserved(e.Key))),
            Name = metadata.GetValueOrDefault(NameKey, ""),
            ServiceId = metadata.GetValueOrDefault(IdKey, ""),
            HasNoAddress = metadata.ContainsKey(NoAddressKey),
            WarningWeight = int.TryParse(metadata.GetValueOrDefault(WarningKey), CultureInfo.InvariantCulture, out var w) ? w : 1,
            EnableTagOverride = metadata.ContainsKey(OverrideKey),
            Kind = metadata.GetValueOrDefault(KindKey, ""),
            TaggedAddresses = ValueMap<TaggedAddress>.From(
                Under(metadata, AddressPrefix).Select(e => KeyValuePair.Create(e.Key, ReadAddress(e.Value)))),
            GivenAddress = metadata.GetValueOrDefault(GivenAddressKey, ""),
            AgentName = metadata.GetValueOrDefault(AgentKey, ""),
            Fields = ValueMap<string>.From(Under(metadata, FieldPrefix)),
            NodeChecks = ValueMap<string>.From(Under(metadata, NodeCheckPrefix)),
            Outputs = ValueMap<string>.From(Under(metadata, OutputPrefix)),
            Definitions = ValueMap<string>.From(Under(metadata, DefinitionPrefix)),
            Node = ReadNode(metadata),
        };
    }

    /// <summary>Is it the metadata of an instance of an external node?</summary>
    public static bool IsExternal(ValueMap<string> metadata) => metadata.ContainsKey(NodeKey);

    /// <summary>The service's name as the client of an instance wrote it; empty: as the mesh keeps it.</summary>
    public static string NameIn(ValueMap<string> metadata) => metadata.GetValueOrDefault(NameKey, "");

    /// <summary>The metadata for the record.</summary>
    public ValueMap<string> ToMetadata() => ValueMap<string>.From([
        .. Meta,
        .. Single(NameKey, Name),
        .. Single(IdKey, ServiceId),
        .. Single(NoAddressKey, HasNoAddress ? "1" : ""),
        .. Single(WarningKey, WarningWeight == 1 ? "" : WarningWeight.ToString(CultureInfo.InvariantCulture)),
        .. Single(OverrideKey, EnableTagOverride ? "1" : ""),
        .. Single(KindKey, Kind),
        .. TaggedAddresses.Select(a => KeyValuePair.Create(AddressPrefix + a.Key, Write(a.Value))),
        .. Single(GivenAddressKey, GivenAddress),
        .. Single(AgentKey, AgentName),
        .. Prefixed(FieldPrefix, Fields),
        .. Prefixed(NodeCheckPrefix, NodeChecks),
        .. Prefixed(OutputPrefix, Outputs),
        .. Prefixed(DefinitionPrefix, Definitions),
        .. Node is null ? [] : Write(Node),
    ]);

    private static IEnumerable<KeyValuePair<string, string>> Write(CatalogNode node) =>
    [
        .. Single(NodeKey, node.Name),
        .. Single(NodeAddressKey, node.Address),
        .. Single(NodeIdKey, node.Id),
        .. Prefixed(NodeMetaPrefix, node.Meta),
        .. Prefixed(NodeTaggedPrefix, node.TaggedAddresses),
    ];

    private static CatalogNode? ReadNode(ValueMap<string> metadata) => metadata.TryGetValue(NodeKey, out var name)
        ? new CatalogNode(name, metadata.GetValueOrDefault(NodeAddressKey, ""), metadata.GetValueOrDefault(NodeIdKey, ""))
        {
            Meta = ValueMap<string>.From(Under(metadata, NodeMetaPrefix)),
            TaggedAddresses = ValueMap<string>.From(Under(metadata, NodeTaggedPrefix)),
        }
        : null;

    private static IEnumerable<KeyValuePair<string, string>> Under(ValueMap<string> metadata, string prefix) => metadata
        .Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(e => KeyValuePair.Create(e.Key[prefix.Length..], e.Value));

    private static IEnumerable<KeyValuePair<string, string>> Prefixed(string prefix, ValueMap<string> entries) =>
        entries.Select(e => KeyValuePair.Create(prefix + e.Key, e.Value));

    private static KeyValuePair<string, string>[] Single(string key, string value) =>
        value.Length == 0 ? [] : [KeyValuePair.Create(key, value)];

    // The port first: an address may hold colons.
    private static string Write(TaggedAddress address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Port} {address.Address}");

    private static TaggedAddress ReadAddress(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && int.TryParse(text.AsSpan(0, space), CultureInfo.InvariantCulture, out var port)
            ? new TaggedAddress(text[(space + 1)..], port)
            : new TaggedAddress(text, 0);
    }
}
