using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Json;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>From the bodies of catalog/register and catalog/deregister to what they ask for. Pure.</summary>
internal static class CatalogWriteMapping
{
    private const int MaxNodeMeta = 64;
    private const int MaxNodeAddresses = 32;

    /// <summary>The node and, if given, the service and the checks of a registration.</summary>
    public static CatalogWrite ToWrite(JsonElement body)
    {
        var faults = new List<InvalidField>();
        var reader = new FieldReader(body, "", faults);
        var node = Node(reader);
        var checks = Checks(reader);
        var service = reader.Object("Service");
        if (faults.Count > 0)
            return new CatalogWrite(node, faults);
        var (instance, all) = service is null
            ? (null, faults)
            : ServiceDefinitionMapping.ToInstance(service, node.Address, node, faults);
        return new CatalogWrite(node, all)
        {
            Instance = instance is null ? null : instance with { Life = Lifetime.Floating },
            Checks = checks,
            KeepsNode = reader.Flag("SkipNodeUpdate"),
        };
    }

    public static (CatalogRemoval? Removal, IReadOnlyList<InvalidField> Faults) ToRemoval(JsonElement body)
    {
        var faults = new List<InvalidField>();
        var reader = new FieldReader(body, "", faults);
        var removal = new CatalogRemoval(reader.Text("Node"), reader.Text("ServiceID"), reader.Text("CheckID"));
        if (removal.Node.Length == 0)
            reader.Fail("Must provide node");
        return faults.Count > 0 ? (null, faults) : (removal, faults);
    }

    private static CatalogNode Node(FieldReader reader)
    {
        var name = reader.Text("Node");
        var address = reader.Text("Address");
        if (name.Length == 0)
            reader.Fail("Must provide node");
        else if (!InstanceId.TryParse(name, out _, out var fault))
            reader.Refuse("Node", name, fault);
        if (address.Length == 0 && !reader.Flag("SkipNodeUpdate"))
            reader.Fail("Must provide address if SkipNodeUpdate is not set");
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("Address", address), ("ID", reader.Text("ID"))])
        {
            if (text.Length > InstanceLimits.HostLength)
                reader.Refuse(field, text, $"must have at most {InstanceLimits.HostLength} characters");
        }

        return new CatalogNode(name, address, reader.Text("ID"))
        {
            Meta = Bounded(reader, "NodeMeta", MaxNodeMeta),
            TaggedAddresses = Bounded(reader, "TaggedAddresses", MaxNodeAddresses),
        };
    }

    private static ValueList<CatalogCheck> Checks(FieldReader reader)
    {
        FieldReader?[] all = [reader.Object("Check"), .. reader.Objects("Checks")];
        return ValueList.From(all.OfType<FieldReader>().Where(c => !c.IsEmpty).Select(CheckDefinitionMapping.OfCatalog));
    }

    private static ValueMap<string> Bounded(FieldReader reader, string field, int most)
    {
        var map = reader.Map(field);
        if (map.Count > most)
            reader.Refuse(field, $"{map.Count}", $"must have at most {most} entries");
        return map;
    }
}
