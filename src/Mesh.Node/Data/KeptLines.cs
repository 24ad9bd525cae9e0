using System.Text.Json;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Wire;

namespace Mesh.Node.Data;

/// <summary>
/// The form in which kept instances are stored: a line that says which form it is, then a line of JSON for each, as it
/// would be registered. What a body cannot say, named checks and what belongs to a door, is in a line with the whole
/// record as the nodes send it, in base 64, beside its names. A line that cannot be read costs that line only. Pure.
/// </summary>
internal static class KeptLines
{
    public const string Header = "{\"mesh\":\"kept instances\",\"version\":1}";

    public static IEnumerable<string> Write(IEnumerable<ServiceInstance> instances) =>
    [
        Header,
        .. instances.OrderBy(i => i.Key).Select(i => IsPlain(i)
            ? JsonSerializer.Serialize(RegistrationMapping.ToBody(i), ApiJson.Wire.RegisterBody)
            : JsonSerializer.Serialize(
                new KeptRecord(i.Service.Value, i.Id.Value, InstanceCodec.Write(i)), NodeJson.Default.KeptRecord)),
    ];

    /// <summary>What can be read, and a fault in words for each line that cannot.</summary>
    public static (IReadOnlyList<ServiceInstance> Instances, IReadOnlyList<string> Faults) Read(
        IReadOnlyList<string> lines)
    {
        var instances = new List<ServiceInstance>();
        var faults = new List<string>();
        if (lines.Count > 0 && lines[0] != Header)
            return ([], [$"line 1: must be {Header}; a newer version may have written it"]);
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var (instance, fault) = Read(lines[i]);
            if (instance is null)
                faults.Add($"line {i + 1}: {fault}");
            else
                instances.Add(instance);
        }

        return (instances, faults);
    }

    private static bool IsPlain(ServiceInstance instance) =>
        instance.Checks.Count == 0 && !instance.Metadata.Keys.Any(DoorMetadata.IsReserved);

    private static (ServiceInstance? Instance, string Fault) Read(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize(line, NodeJson.Default.KeptRecord) is { Record: { Length: > 0 } bytes })
                return InstanceCodec.Read(bytes) is { } record ? (record, "") : (null, "record: is not the record of an instance");
            var body = JsonSerializer.Deserialize(line, ApiJson.Lenient.RegisterBody);
            var mapped = RegistrationMapping.ToInstance(body?.Service ?? "", body?.Id ?? "", body ?? new RegisterBody());
            return mapped.IsValid
                ? (mapped.Value, "")
                : (null, string.Join("; ", mapped.Faults));
        }
        catch (JsonException)
        {
            return (null, "is not JSON");
        }
    }
}
