using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>Between entries of Consul's catalogue and what a bridge copies. Pure.</summary>
internal static class ConsulMapping
{
    private const string ZoneKey = "mesh-zone";
    private const string VersionKey = "mesh-version";
    private const string PortPrefix = "mesh-port-";

    /// <summary>Null: the entry is none that callers are given, such as the proxy of a service.</summary>
    public static SideEntry? ToEntry(ConsulModels.Entry entry)
    {
        var service = entry.Service;
        if (!string.IsNullOrEmpty(service.Kind) || service.ID.Length == 0)
            return null;
        var meta = service.Meta ?? ValueMap<string>.Empty;
        var status = StatusOf(entry.Checks ?? []);
        var instance = new CopiedInstance
        {
            Service = ServiceName.Fold(service.Name),
            Host = service.Address.Length > 0 ? service.Address : entry.Node.Address ?? "",
            Port = service.Port,
            Ports = Ports(meta),
            Zone = Bounded(meta, ZoneKey, InstanceLimits.ZoneLength),
            Version = Bounded(meta, VersionKey, InstanceLimits.VersionLength),
            Tags = ValueList.From(service.Tags ?? []),
            Metadata = ValueMap<string>.From(meta.Where(e => IsCopied(e.Key))),
            Weight = service.Weights?.Passing ?? 1,
            Status = status,
        };
        return new SideEntry(
            KeyOf(entry.Node.Name, service.ID),
            instance,
            OriginMark.Read(meta),
            status is not InstanceStatus.Critical,
            service.ModifyIndex.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The copy as an entry of the node that stands for the mesh.</summary>
    public static ConsulModels.Register ToRegister(BridgeOrigin mesh, CopyWrite.Put put)
    {
        var node = NodeOf(mesh);
        var copy = put.Instance;
        var id = IdOf(put.Key);
        var service = new ConsulModels.Service
        {
            ID = id,
            Name = copy.Service,
            Tags = copy.Tags,
            Meta = Meta(copy, put.Mark),
            Address = copy.Host,
            Port = copy.Port,
            // Consul has no weight below 1.
            Weights = new ConsulModels.Weights(Math.Max(1, copy.Weight), 1),
        };
        var check = new ConsulModels.Check
        {
            Node = node,
            CheckID = $"mesh:{id}",
            Name = "Status in the mesh",
            Status = copy.Status is InstanceStatus.Warning ? CheckStatus.Warning : CheckStatus.Passing,
            Output = $"as {mesh} has it",
            ServiceID = id,
        };
        return new ConsulModels.Register(UuidOf(node), node, "127.0.0.1", NodeMeta, service, check);
    }

    public static ConsulModels.Deregister ToDeregister(BridgeOrigin mesh, string key) =>
        new(NodeOf(mesh)) { ServiceID = IdOf(key) };

    /// <summary>The node that stands for a mesh: its copies are on it and nothing else.</summary>
    public static string NodeOf(BridgeOrigin mesh) => $"mesh-{mesh.Cluster}";

    /// <summary>The name of a node has no slash, so the first one ends it.</summary>
    public static string KeyOf(string node, string id) => $"{node}/{id}";

    /// <summary>What is checked from outside is external: no agent of Consul's takes its entries away.</summary>
    private static ValueMap<string> NodeMeta { get; } = ValueMap<string>.From(
        [new("external-node", "true"), new("external-probe", "false")]);

    private static string IdOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Maintenance is a critical check like any other.</summary>
    private static InstanceStatus StatusOf(IReadOnlyList<ConsulModels.Check> checks) =>
        checks.Any(c => c.Status is CheckStatus.Critical or CheckStatus.Maintenance
            || c.CheckID == ConsulCheckIds.NodeMaintenance
            || c.CheckID.StartsWith(ConsulCheckIds.ServiceMaintenancePrefix, StringComparison.Ordinal)) ? InstanceStatus.Critical
        : checks.Any(c => c.Status == CheckStatus.Warning) ? InstanceStatus.Warning
        : InstanceStatus.Passing;

    private static ValueMap<string> Meta(CopiedInstance copy, OriginMark mark)
    {
        var meta = new List<KeyValuePair<string, string>>(copy.Metadata);
        if (copy.Zone.Length > 0)
            meta.Add(new(ZoneKey, copy.Zone));
        if (copy.Version.Length > 0)
            meta.Add(new(VersionKey, copy.Version));
        meta.AddRange(copy.Ports.Select(p =>
            KeyValuePair.Create(PortPrefix + p.Key, p.Value.ToString(CultureInfo.InvariantCulture))));
        meta.AddRange(mark.Write());
        return ValueMap<string>.From(meta);
    }

    /// <summary>How many entries of Meta a copy would have.</summary>
    public static int MetaEntries(CopiedInstance copy) =>
        copy.Metadata.Count + copy.Ports.Count + (copy.Zone.Length > 0 ? 1 : 0) + (copy.Version.Length > 0 ? 1 : 0) + OriginMark.Entries;

    private static ValueMap<int> Ports(IReadOnlyDictionary<string, string> meta) => ValueMap<int>.From(meta
        .Where(e => e.Key.StartsWith(PortPrefix, StringComparison.Ordinal))
        .Select(e => (Name: e.Key[PortPrefix.Length..], IsPort: ushort.TryParse(e.Value, CultureInfo.InvariantCulture, out var port), Port: (int)port))
        .Where(p => p is { IsPort: true, Port: > 0, Name.Length: > 0 })
        .Select(p => KeyValuePair.Create(p.Name, p.Port)));

    private static string Bounded(IReadOnlyDictionary<string, string> meta, string key, int bound) =>
        meta.TryGetValue(key, out var text) && text.Length <= bound ? text : "";

    private static bool IsCopied(string key) => !OriginMark.IsMarkKey(key)
        && key is not (ZoneKey or VersionKey) && !key.StartsWith(PortPrefix, StringComparison.Ordinal);

    /// <summary>The same for every bridge of this mesh: some readers tell nodes apart by their id.</summary>
    private static string UuidOf(string node) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(node)).AsSpan(0, 16)).ToString();
}
