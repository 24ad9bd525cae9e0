using System.Globalization;

namespace Mesh.Catalog;

/// <summary>Checks a record against <see cref="InstanceLimits"/>. Pure; answers with every fault, not the first.</summary>
public static class InstanceValidation
{
    public static IReadOnlyList<InvalidField> Check(ServiceInstance instance)
    {
        var faults = new List<InvalidField>();
        if (instance.Service.Value.Length == 0)
            faults.Add(new("service", "", "is required"));
        if (instance.Id.Value.Length == 0)
            faults.Add(new("id", "", "is required"));
        CheckHost(faults, instance.Host);
        Range(faults, "port", instance.Port, 0, 65_535);
        Length(faults, "zone", instance.Zone, InstanceLimits.ZoneLength);
        Length(faults, "version", instance.Version, InstanceLimits.VersionLength);
        Range(faults, "weight", instance.Weight, 0, InstanceLimits.MaxWeight);
        if (!Enum.IsDefined(instance.Status))
            faults.Add(new("status", $"{instance.Status:D}", "must be one of the five"));
        CheckPorts(faults, instance.Ports);
        CheckTags(faults, instance.Tags);
        CheckMetadata(faults, instance.Metadata);
        HealthTermsValidation.Check(faults, instance.Health);
        NamedCheckValidation.Check(faults, instance.Checks);
        if (faults.Count == 0 && InstanceSize.TextBytes(instance) is var bytes and > InstanceLimits.TextBytes)
            faults.Add(new("record", $"{bytes} bytes", $"must have at most {InstanceLimits.TextBytes} bytes of text"));
        return faults;
    }

    internal static void Range(List<InvalidField> faults, string field, int value, int low, int high)
    {
        if (value < low || value > high)
            faults.Add(new(field, value.ToString(CultureInfo.InvariantCulture), $"must be {low} to {high}"));
    }

    internal static void Length(List<InvalidField> faults, string field, string value, int bound)
    {
        if (value.Length > bound)
            faults.Add(new(field, ShortText.Of(value), $"must have at most {bound} characters, has {value.Length}"));
        if (!UnicodeText.IsWellFormed(value))
            faults.Add(new(field, ShortText.Of(value), UnicodeText.Bound));
    }

    private static void CheckHost(List<InvalidField> faults, string host)
    {
        Length(faults, "host", host, InstanceLimits.HostLength);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            faults.Add(new("host", ShortText.Of(host), "must be a host name or an IP address"));
        else if (host is "0.0.0.0" or "::" or "[::]")
            faults.Add(new("host", host, "must be an address that callers can reach, not 'any'"));
    }

    private static void CheckPorts(List<InvalidField> faults, ValueMap<int> ports)
    {
        Range(faults, "ports", ports.Count, 0, InstanceLimits.Ports);
        foreach (var (name, port) in ports)
        {
            Length(faults, "ports", name, InstanceLimits.PortNameLength);
            Range(faults, $"ports.{ShortText.Of(name)}", port, 1, 65_535);
        }
    }

    private static void CheckTags(List<InvalidField> faults, ValueList<string> tags)
    {
        Range(faults, "tags", tags.Count, 0, InstanceLimits.Tags);
        foreach (var tag in tags)
            Length(faults, "tags", tag, InstanceLimits.TagLength);
    }

    private static void CheckMetadata(List<InvalidField> faults, ValueMap<string> metadata)
    {
        var ofDoors = metadata.Keys.Count(DoorMetadata.IsReserved);
        Range(faults, "metadata", metadata.Count - ofDoors, 0, InstanceLimits.MetadataEntries);
        Range(faults, "metadata of doors", ofDoors, 0, InstanceLimits.DoorMetadataEntries);
        foreach (var (key, value) in metadata)
        {
            var isOfDoor = DoorMetadata.IsReserved(key);
            Length(faults, "metadata", key, isOfDoor ? InstanceLimits.DoorMetadataKeyLength : InstanceLimits.MetadataKeyLength);
            Length(
                faults,
                $"metadata.{ShortText.Of(key)}",
                value,
                isOfDoor ? InstanceLimits.DoorMetadataValueLength : InstanceLimits.MetadataValueLength);
        }
    }
}
