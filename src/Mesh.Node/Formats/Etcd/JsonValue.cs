using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>Reads and writes the JSON of other registries: what is not as expected is not there.</summary>
internal static class JsonValue
{
    /// <summary>Entries of metadata that are taken over.</summary>
    public const int MaxEntries = InstanceLimits.MetadataEntries;

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 16 };

    /// <summary>The object; null when it is not one.</summary>
    public static JsonDocument? TryParse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Bounds.MaxDepth });
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document))
                return null;
            if (document.RootElement.ValueKind is JsonValueKind.Object && reader.BytesConsumed == text.TrimEnd(" \r\n\t"u8).Length)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? TextOf(value) : null;

    public static int? Number(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : -1;

    /// <summary>A positive number, up to the limit of a weight.</summary>
    /// <param name="none">What stands for any other.</param>
    public static int Weight(this JsonElement element, string name, int none) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number)
            ? WeightText.Bounded(number, none)
            : none;

    public static bool? Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    /// <summary>The text map that a member holds; empty when it is no object.</summary>
    public static ValueMap<string> TextMap(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var map) && map.ValueKind is JsonValueKind.Object ? map.TextMap() : ValueMap<string>.Empty;

    /// <summary>An object's strings, numbers and truth values; what is nested or beyond the limits is left out.</summary>
    public static ValueMap<string> TextMap(this JsonElement map)
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (var property in map.EnumerateObject())
        {
            if (found.Count < MaxEntries
                && property.Name.Length <= InstanceLimits.MetadataKeyLength
                && Scalar(property.Value) is { Length: <= InstanceLimits.MetadataValueLength } text)
                found.Add(new(property.Name, text));
        }

        return ValueMap<string>.From(found);
    }

    /// <summary>An object with what is written into it.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static void WriteTextMap(this Utf8JsonWriter json, string name, ValueMap<string> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in texts)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>Escapes may spell a lone surrogate, which is no text.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
