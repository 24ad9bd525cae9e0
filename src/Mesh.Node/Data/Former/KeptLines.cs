using System.Text.Json;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Wire;

namespace Mesh.Node.Data.Former;

/// <summary>
/// <see cref="StoredLines"/> of kept instances: a line of JSON for each, with the whole record as the nodes send it, its
/// claim included, in base 64 beside its names. Lines of earlier versions, as an instance would be registered, are read
/// too. Pure.
/// </summary>
internal static class KeptLines
{
    public const string Header = "{\"mesh\":\"kept instances\",\"version\":1}";

    public static IEnumerable<string> Write(IEnumerable<ServiceInstance> instances) =>
    [
        Header,
        .. instances.OrderBy(i => i.Key).Select(i => JsonSerializer.Serialize(
            new KeptRecord(i.Service.Value, i.Id.Value, InstanceCodec.Write(i)), KeptJson.Default.KeptRecord)),
    ];

    /// <summary>What can be read, and a fault in words for each line that cannot.</summary>
    public static (IReadOnlyList<ServiceInstance> Instances, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> lines) =>
        StoredLines.Read<ServiceInstance>(Header, lines, Read);

    private static (ServiceInstance? Instance, string Fault) Read(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize(line, KeptJson.Default.KeptRecord) is { Record: { Length: > 0 } bytes })
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
