using System.Text;
using System.Text.Json;
using Mesh.KeyValues;

namespace Mesh.Node.Data;

/// <summary>
/// The form in which entries of the key-value store are stored: a line that says which form it is, then a line of JSON
/// for each, bytes in base64. A line that cannot be read costs that line only. Pure.
/// </summary>
internal static class KeyLines
{
    public const string Header = "{\"mesh\":\"entries\",\"version\":1}";

    public static IEnumerable<string> Write(IEnumerable<KeyRecord> entries) =>
        [Header, .. entries.OrderBy(e => e.Slot).Select(Write)];

    /// <summary>What can be read, and a fault in words for each line that cannot.</summary>
    public static (IReadOnlyList<KeyRecord> Entries, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> lines)
    {
        var entries = new List<KeyRecord>();
        var faults = new List<string>();
        if (lines.Count > 0 && lines[0] != Header)
            return ([], [$"line 1: must be {Header}; a newer version may have written it"]);
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length == 0)
                continue;
            if (Read(lines[i]) is { } entry)
                entries.Add(entry);
            else
                faults.Add($"line {i + 1}: is no entry");
        }

        return (entries, faults);
    }

    private static string Write(KeyRecord entry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBase64String("key", entry.Slot.Name.Span);
            json.WriteBase64String("value", entry.Value.Span);
            json.WriteNumber("flags", entry.Flags);
            json.WriteNumber("claim", entry.Claim);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static KeyRecord? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entry = new KeyRecord
            {
                Slot = KeySlot.OfEntry(Octets.Wrap(json.RootElement.GetProperty("key").GetBytesFromBase64())),
                Value = Octets.Wrap(json.RootElement.GetProperty("value").GetBytesFromBase64()),
                Flags = json.RootElement.GetProperty("flags").GetUInt64(),
                Claim = json.RootElement.GetProperty("claim").GetInt64(),
            };
            return entry.Slot.Name.Length is > 0 and <= KeyValueLimits.KeyLength
                && entry.Value.Length <= KeyValueLimits.ValueLength
                ? entry
                : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
