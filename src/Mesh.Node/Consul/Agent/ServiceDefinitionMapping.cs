using Mesh.Catalog;
using Mesh.Node.Consul.Json;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// From a service as a client describes it to the mesh's record. Without a check it is passing and kept; with checks
/// it is what they say, and kept unless one of them ends it. Pure.
/// </summary>
internal static class ServiceDefinitionMapping
{
    private const int MaxTaggedAddresses = 8;

    /// <summary>Faults in the input beyond those that the validation of the record finds.</summary>
    /// <param name="nodeAddress">Stands in for an address that is not given.</param>
    /// <param name="node">The external node that the service is on; null: the mesh node that is asked.</param>
    public static (ServiceInstance? Instance, IReadOnlyList<InvalidField> Faults) ToInstance(
        FieldReader service, string nodeAddress, CatalogNode? node, List<InvalidField> faults)
    {
        var name = service.Text("Name", "Service");
        if (name.Length == 0)
            service.Refuse("Name", "", "is required: missing service name");
        var idText = service.Text("ID");
        var hasName = ServiceName.TryParse(name, out var serviceName, out var nameFault) || Refuse(service, "Name", name, nameFault);
        var hasId = InstanceId.TryParse(idText.Length > 0 ? idText : name, out var id, out var idFault) || Refuse(service, "ID", idText, idFault);
        if (!hasName || !hasId)
            return (null, faults);
        var address = service.Text("Address");
        var metadata = Metadata(service, name, serviceName) with { HasNoAddress = address.Length == 0, Node = node };
        var (weight, warning) = Weights(service);
        var instance = new ServiceInstance
        {
            Service = serviceName,
            Id = id,
            Host = address.Length > 0 ? address : nodeAddress,
            Port = service.Number("Port") ?? 0,
            Tags = ValueList.From(service.Texts("Tags")),
            Metadata = (metadata with { WarningWeight = warning }).ToMetadata(),
            Weight = weight,
            Status = InstanceStatus.Passing,
            Checks = node is null ? CheckDefinitionMapping.OfService(service, id, name) : [],
        };
        faults.AddRange(InstanceValidation.Check(instance));
        return faults.Count > 0 ? (null, faults) : (instance with { Life = node is null ? Lifetime.Anchored : Lifetime.Floating }, faults);
    }

    private static ConsulMetadata Metadata(FieldReader service, string name, ServiceName serviceName)
    {
        var meta = service.Map("Meta");
        foreach (var key in meta.Keys.Where(DoorMetadata.IsReserved))
            service.Refuse($"Meta.{key}", key, $"must not begin with '{DoorMetadata.Consul}', which belongs to the node");
        return new ConsulMetadata
        {
            Meta = ValueMap<string>.From(meta.Where(e => !DoorMetadata.IsReserved(e.Key))),
            Name = name == serviceName.Value ? "" : name,
            EnableTagOverride = service.Flag("EnableTagOverride"),
            Kind = service.Text("Kind"),
            TaggedAddresses = TaggedAddresses(service),
        };
    }

    private static ValueMap<TaggedAddress> TaggedAddresses(FieldReader service)
    {
        var addresses = new List<KeyValuePair<string, TaggedAddress>>();
        foreach (var (name, value) in service.Entries("TaggedAddresses"))
        {
            if (service.Object($"TaggedAddresses.{name}", value) is not { } address)
                continue;
            var port = address.Number("Port") ?? 0;
            if (port is < 0 or > 65_535)
                address.Refuse("Port", $"{port}", "must be 0 to 65535");
            addresses.Add(KeyValuePair.Create(name, new TaggedAddress(address.Text("Address"), port)));
        }

        if (addresses.Count > MaxTaggedAddresses)
            service.Refuse("TaggedAddresses", $"{addresses.Count}", $"must be at most {MaxTaggedAddresses}");
        return ValueMap<TaggedAddress>.From(addresses);
    }

    private static (int Passing, int Warning) Weights(FieldReader service)
    {
        var weights = service.Object("Weights");
        // A client that knows of weights but has none sends zeros.
        if (weights is null || (weights.Number("Passing") ?? 0, weights.Number("Warning") ?? 0) is (0, 0))
            return (1, 1);
        var passing = weights.Number("Passing") ?? 1;
        var warning = weights.Number("Warning") ?? 1;
        if (passing is < 1 or > InstanceLimits.MaxWeight)
            weights.Refuse("Passing", $"{passing}", $"must be 1 to {InstanceLimits.MaxWeight}");
        if (warning is < 0 or > InstanceLimits.MaxWeight)
            weights.Refuse("Warning", $"{warning}", $"must be 0 to {InstanceLimits.MaxWeight}");
        return (passing, warning);
    }

    private static bool Refuse(FieldReader service, string field, string value, string fault)
    {
        if (value.Length > 0)
            service.Refuse(field, value, fault);
        return false;
    }
}
