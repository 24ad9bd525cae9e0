using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mesh.Node.Consul.Answers;

/// <summary>JSON bodies as bytes.</summary>
internal static class ConsulJson
{
    public static readonly byte[] EmptyList = "[]"u8.ToArray();
    public static readonly byte[] Null = "null"u8.ToArray();

    // Bodies are never put into HTML; Consul does not escape quotes and the like either.
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = Compact with { Indented = true, IndentSize = 4 };

    public static byte[] Write(bool pretty, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(output, pretty ? Indented : Compact))
            write(json);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] WriteList<T>(bool pretty, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Write(pretty, json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    });

    public static void WriteTexts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteMap(
        this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> entries)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in entries)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
