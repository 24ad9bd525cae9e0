using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Filter;

/// <summary>The fields of each kind of entry, under the names that Consul's documentation gives them.</summary>
internal sealed class FilterFields
{
    private readonly string _datacenter;

    public FilterFields(string datacenter)
    {
        _datacenter = datacenter;
        Health = HealthOf();
        Catalog = CatalogOf();
        Nodes = NodesOf();
    }

    /// <summary>health/service: Node.*, Service.*, Checks.*.</summary>
    public FilterSchema<CatalogEntry> Health { get; }

    /// <summary>catalog/service and catalog/services: flat names.</summary>
    public FilterSchema<CatalogEntry> Catalog { get; }

    public FilterSchema<CatalogNode> Nodes { get; }

    /// <summary>The services of an agent or a node.</summary>
    public static readonly FilterSchema<CatalogEntry> Services = Service(new FilterSchema<CatalogEntry>(), "");

    public static readonly FilterSchema<ConsulCheck> Checks = new FilterSchema<ConsulCheck>()
        .Text("Node", c => c.Node)
        .Text("CheckID", c => c.Id)
        .Text("Name", c => c.Name)
        .Text("Status", c => c.Status)
        .Text("Notes", c => c.Notes)
        .Text("Output", c => c.Output)
        .Text("ServiceID", c => c.ServiceId)
        .Text("ServiceName", c => c.ServiceName)
        .Text("Type", c => c.Type)
        .Text("Interval", c => EntryJson.Duration(c.Interval))
        .Text("Timeout", c => EntryJson.Duration(c.Timeout))
        .Text("PeerName", _ => "")
        .Number("ExposedPort", _ => 0)
        .List("ServiceTags", c => c.ServiceTags);

    private FilterSchema<CatalogNode> NodesOf() => new FilterSchema<CatalogNode>()
        .Text("ID", n => n.Id)
        .Text("Node", n => n.Name)
        .Text("Address", n => n.Address)
        .Text("Datacenter", _ => _datacenter)
        .Text("PeerName", _ => "")
        .Map("TaggedAddresses", n => n.TaggedAddresses)
        .Map("Meta", n => n.Meta);

    private FilterSchema<CatalogEntry> HealthOf() => Service(new FilterSchema<CatalogEntry>(), "Service.")
        .Text("Node.ID", e => e.Node.Id)
        .Text("Node.Node", e => e.Node.Name)
        .Text("Node.Address", e => e.Node.Address)
        .Text("Node.Datacenter", _ => _datacenter)
        .Map("Node.TaggedAddresses", e => e.Node.TaggedAddresses)
        .Map("Node.Meta", e => e.Node.Meta)
        .Text("Node.PeerName", _ => "")
        .Records("Checks", e => e.Checks, Checks, c => c.Id);

    private static FilterSchema<CatalogEntry> Service(FilterSchema<CatalogEntry> schema, string prefix) => schema
        .Text(prefix + "ID", e => e.ServiceId)
        .Text(prefix + "Service", e => e.ServiceName)
        .Text(prefix + "Kind", e => e.Metadata.Kind)
        .Text(prefix + "Address", e => e.Address)
        .Number(prefix + "Port", e => e.Instance.Port)
        .Number(prefix + "Weights.Passing", e => e.Instance.Weight)
        .Number(prefix + "Weights.Warning", e => e.Metadata.WarningWeight)
        .Flag(prefix + "EnableTagOverride", e => e.Metadata.EnableTagOverride)
        .Text(prefix + "PeerName", _ => "")
        .List(prefix + "Tags", e => e.Instance.Tags)
        .Map(prefix + "Meta", e => e.Metadata.Meta)
        .Map(prefix + "TaggedAddresses", TaggedAddresses, TaggedPorts)
        .Kept(prefix);

    private FilterSchema<CatalogEntry> CatalogOf() => new FilterSchema<CatalogEntry>()
        .Text("ID", e => e.Node.Id)
        .Text("Node", e => e.Node.Name)
        .Text("Address", e => e.Node.Address)
        .Text("Datacenter", _ => _datacenter)
        .Map("TaggedAddresses", e => e.Node.TaggedAddresses)
        .Map("NodeMeta", e => e.Node.Meta)
        .Text("ServiceID", e => e.ServiceId)
        .Text("ServiceName", e => e.ServiceName)
        .Text("ServiceKind", e => e.Metadata.Kind)
        .Text("ServiceAddress", e => e.Address)
        .Number("ServicePort", e => e.Instance.Port)
        .Number("ServiceWeights.Passing", e => e.Instance.Weight)
        .Number("ServiceWeights.Warning", e => e.Metadata.WarningWeight)
        .Flag("ServiceEnableTagOverride", e => e.Metadata.EnableTagOverride)
        .Text("PeerName", _ => "")
        .List("ServiceTags", e => e.Instance.Tags)
        .Map("ServiceMeta", e => e.Metadata.Meta)
        .Map("ServiceTaggedAddresses", TaggedAddresses, TaggedPorts)
        .Kept("Service");

    private static ValueMap<string> TaggedAddresses(CatalogEntry entry) => ValueMap<string>.From(
        entry.Metadata.TaggedAddresses.Select(a => KeyValuePair.Create(a.Key, a.Value.Address)));

    private static ValueMap<int> TaggedPorts(CatalogEntry entry) => ValueMap<int>.From(entry.Metadata.TaggedAddresses.Select(
        a => KeyValuePair.Create(a.Key, a.Value.Port == 0 ? entry.Instance.Port : a.Value.Port)));
}
