using System.Text.Json;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Data;

/// <summary>
/// The form in which kept instances are stored: a line that says which form it is, then a line of JSON for each, as it
/// would be registered. A line that cannot be read costs that line only. Pure.
/// </summary>
internal static class KeptLines
{
    public const string Header = "{\"mesh\":\"kept instances\",\"version\":1}";

    public static IEnumerable<string> Write(IEnumerable<ServiceInstance> instances) =>
    [
        Header,
        .. instances.OrderBy(i => i.Key).Select(i => JsonSerializer.Serialize(
            RegistrationMapping.ToBody(i), ApiJson.Wire.RegisterBody)),
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

    private static (ServiceInstance? Instance, string Fault) Read(string line)
    {
        try
        {
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
