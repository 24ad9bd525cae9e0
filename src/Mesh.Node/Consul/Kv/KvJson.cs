using System.Text.Json;
using Mesh.KeyValues;

namespace Mesh.Node.Consul.Kv;

/// <summary>The JSON of entries. An empty value is null, as with Consul. Pure.</summary>
internal static class KvJson
{
    public static void Write(Utf8JsonWriter json, KeyValue entry)
    {
        json.WriteStartObject();
        json.WriteNumber("LockIndex"u8, 0);
        json.WriteString("Key"u8, ConsulKeys.FromStore(entry.Key));
        json.WriteNumber("Flags"u8, entry.Flags);
        if (entry.Value.IsEmpty)
            json.WriteNull("Value"u8);
        else
            json.WriteBase64String("Value"u8, entry.Value.Span);
        json.WriteNumber("CreateIndex"u8, entry.CreateRevision);
        json.WriteNumber("ModifyIndex"u8, entry.ModRevision);
        json.WriteEndObject();
    }

    /// <summary>The keys; with a separator those up to it behind the prefix, each once.</summary>
    public static IEnumerable<string> Keys(IEnumerable<KeyValue> entries, string prefix, string separator)
    {
        var keys = entries.Select(e => ConsulKeys.FromStore(e.Key));
        return separator.Length == 0 ? keys : keys.Select(k => Cut(k, prefix.Length, separator)).Distinct(StringComparer.Ordinal);
    }

    private static string Cut(string key, int start, string separator)
    {
        var at = start >= key.Length ? -1 : key.IndexOf(separator, start, StringComparison.Ordinal);
        return at < 0 ? key : key[..(at + separator.Length)];
    }
}
