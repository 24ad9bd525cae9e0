using System.Text;
using System.Text.Json;
using Mesh.KeyValues;

namespace Mesh.Node.Data.Former;

/// <summary><see cref="StoredLines"/> of entries of the key-value store: a line of JSON for each, bytes in base64. Pure.</summary>
internal static class KeyLines
{
    public const string Header = "{\"mesh\":\"entries\",\"version\":1}";

    public static IEnumerable<string> Write(IEnumerable<KeyRecord> entries) =>
        [Header, .. entries.OrderBy(e => e.Slot).Select(Write)];

    /// <summary>What can be read, and a fault in words for each line that cannot.</summary>
    public static (IReadOnlyList<KeyRecord> Entries, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> lines) =>
        StoredLines.Read(Header, lines, line => (Read(line), "is no entry"));

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
