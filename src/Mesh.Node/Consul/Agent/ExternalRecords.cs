using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>The records that nodes and external services are, and how checks are put into them. Pure.</summary>
internal static class ExternalRecords
{
    private const string Mark = "1";

    /// <summary>The record of a node that has no service, or checks of its own.</summary>
    public static ServiceInstance OfNode(CatalogNode node) => new()
    {
        Service = ConsulNodeRecords.Service,
        Id = InstanceId.Parse(node.Name),
        Host = ConsulAddress.HostOf(node.Address),
        Port = 0,
        Metadata = new ConsulMetadata { Node = node, HasNoAddress = true }.ToMetadata(),
        Status = InstanceStatus.Passing,
        Life = Lifetime.Floating,
    };

    /// <summary>The record of a mesh node, for the checks that are about it: anchored, for nobody else can run them.</summary>
    public static ServiceInstance OfMeshNode(string address, string host) => new()
    {
        Service = ConsulNodeRecords.Service,
        Id = InstanceId.Parse(address),
        Host = ConsulAddress.HostOf(host),
        Port = 0,
        Status = InstanceStatus.Passing,
        Life = Lifetime.Anchored,
    };

    public static ServiceInstance With(ServiceInstance record, CatalogNode node) =>
        record with { Metadata = (ConsulMetadata.Read(record.Metadata) with { Node = node }).ToMetadata() };

    /// <summary>The record with checks added, or in the place of those of the same ids.</summary>
    /// <param name="areOfNode">They are about the node, not about the service.</param>
    public static ServiceInstance With(ServiceInstance record, IReadOnlyCollection<CatalogCheck> checks, bool areOfNode)
    {
        if (checks.Count == 0)
            return record;
        var metadata = ConsulMetadata.Read(record.Metadata);
        metadata = metadata with
        {
            NodeChecks = Put(metadata.NodeChecks, checks, c => areOfNode && !ConsulNodeRecords.IsOne(record) ? Mark : ""),
            Outputs = Put(metadata.Outputs, checks, c => c.Output),
            Definitions = Put(metadata.Definitions, checks, c => c.Definition),
        };
        return record.With(NamedChecks.Settle(NamedChecks.Put(record.Checks, checks.Select(c => c.Check)), record)) with
        {
            Metadata = metadata.ToMetadata(),
        };
    }

    /// <summary>The checks of a record that are about its node.</summary>
    public static IReadOnlyCollection<CatalogCheck> NodeChecksOf(ServiceInstance record)
    {
        var metadata = ConsulMetadata.Read(record.Metadata);
        return
        [
            .. record.Checks.Where(c => ConsulNodeRecords.IsOne(record) || metadata.NodeChecks.ContainsKey(c.Id)).Select(c => new CatalogCheck(
                c, "", metadata.Outputs.GetValueOrDefault(c.Id, ""), metadata.Definitions.GetValueOrDefault(c.Id, ""))),
        ];
    }

    private static ValueMap<string> Put(ValueMap<string> map, IEnumerable<CatalogCheck> checks, Func<CatalogCheck, string> value)
    {
        var entries = new Dictionary<string, string>(map, StringComparer.Ordinal);
        foreach (var check in checks)
        {
            if (value(check) is { Length: > 0 } text)
                entries[check.Check.Id] = text;
            else
                entries.Remove(check.Check.Id);
        }

        return ValueMap<string>.From(entries);
    }
}
