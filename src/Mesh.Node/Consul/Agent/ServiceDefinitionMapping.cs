using System.Text.Json;
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
    private const int MaxTaggedAddresses = 32;

    /// <summary>Faults in the input beyond those that the validation of the record finds.</summary>
    /// <param name="nodeAddress">Stands in for an address that is not given.</param>
    /// <param name="node">The external node that the service is on; null: the mesh node that is asked.</param>
    public static (ServiceInstance? Instance, IReadOnlyList<InvalidField> Faults) ToInstance(
        FieldReader service, string nodeAddress, CatalogNode? node, List<InvalidField> faults)
    {
        var name = service.Text("Name", "Service");
        if (name.Length == 0)
            service.Fail("Missing service name");
        var idText = service.Text("ID") is { Length: > 0 } given ? given : name;
        var hasId = InstanceId.TryParse(AgentIds.Shortened(idText), out var id, out var idFault) || Refuse(service, "ID", idText, idFault);
        if (name.Length == 0 || !hasId)
            return (null, faults);
        var address = service.Text("Address");
        if (ConsulAddress.IsAny(address))
            service.Fail("Invalid service address");
        var (weight, warning) = Weights(service);
        var (ports, port) = ServiceFieldsMapping.Ports(service);
        var serviceName = ServiceName.Parse(ConsulServiceNames.KeyOf(name));
        var metadata = Metadata(service, name, serviceName, isOfAgent: node is null) with
        {
            ServiceId = node is null || idText != id.Value ? idText : "",
            HasNoAddress = address.Length == 0,
            GivenAddress = address.Length == 0 || ConsulAddress.IsHost(address) ? "" : address,
            WarningWeight = warning,
            Node = node,
        };
        var instance = new ServiceInstance
        {
            Service = serviceName,
            Id = id,
            Host = ConsulAddress.HostOf(address.Length > 0 ? address : nodeAddress),
            Port = service.Number("Port") is { } single and not 0 ? single : port,
            Ports = ports,
            Tags = ValueList.From(service.Texts("Tags")),
            Metadata = metadata.ToMetadata(),
            Weight = weight,
            Status = InstanceStatus.Passing,
            Checks = node is null ? CheckDefinitionMapping.OfService(service, idText, name) : [],
        };
        faults.AddRange(InstanceValidation.Check(instance));
        return faults.Count > 0 ? (null, faults) : (instance with { Life = node is null ? Lifetime.Anchored : Lifetime.Floating }, faults);
    }

    private static ConsulMetadata Metadata(FieldReader service, string name, ServiceName serviceName, bool isOfAgent)
    {
        var meta = service.Map("Meta");
        if (isOfAgent && ServiceMetaRules.Fault(meta) is { } fault)
            service.Fail(fault);
        foreach (var key in meta.Keys.Where(DoorMetadata.IsReserved))
            service.Refuse($"Meta.{key}", key, DoorMetadata.Bound);
        return new ConsulMetadata
        {
            Meta = ValueMap<string>.From(meta.Where(e => !DoorMetadata.IsReserved(e.Key))),
            Name = name == serviceName.Value ? "" : name,
            EnableTagOverride = service.Flag("EnableTagOverride"),
            Kind = service.Text("Kind"),
            TaggedAddresses = TaggedAddresses(service),
            Fields = ServiceFieldsMapping.Fields(service),
        };
    }

    private static ValueMap<TaggedAddress> TaggedAddresses(FieldReader service)
    {
        var addresses = new List<KeyValuePair<string, TaggedAddress>>();
        foreach (var (name, value) in service.Entries("TaggedAddresses"))
        {
            if (value.ValueKind is JsonValueKind.Null || service.Object($"TaggedAddresses.{name}", value) is not { } address)
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
        // What is not said of the two is 0, as Go reads it.
        var passing = weights.Number("Passing") ?? 0;
        var warning = weights.Number("Warning") ?? 0;
        if (passing < 1)
            weights.Fail("Invalid Weights: Passing must be greater than 0");
        else if (warning < 0)
            weights.Fail("Invalid Weights: Warning must be greater or equal than 0");
        else if (passing > InstanceLimits.MaxWeight || warning > InstanceLimits.MaxWeight)
            weights.Fail($"Invalid Weights: Passing and Warning must be at most {InstanceLimits.MaxWeight}");
        return (passing, warning);
    }

    private static bool Refuse(FieldReader service, string field, string value, string fault)
    {
        if (value.Length > 0)
            service.Refuse(field, value, fault);
        return false;
    }
}
