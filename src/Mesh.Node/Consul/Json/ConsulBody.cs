using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Mesh.Node.Consul.Json;

/// <summary>Reads the JSON object of a request, whatever its content type says, within bounds.</summary>
internal static class ConsulBody
{
    public const int MaxBytes = 512 * 1024;
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>The object, or the fault in words and the status to answer with.</summary>
    public static async Task<(JsonElement? Root, int Status, string Fault)> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > MaxBytes || http.Request.ContentLength > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, StatusCodes.Status413PayloadTooLarge, $"Request body too large, max size: {MaxBytes}");
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return Parse(bytes);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static (JsonElement? Root, int Status, string Fault) Parse(ReadOnlyMemory<byte> bytes)
    {
        // The parser looks at the text within strings only when it is read.
        if (!Utf8.IsValid(bytes.Span))
            return (null, StatusCodes.Status400BadRequest, "Request decode failed: the body must be UTF-8");
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? (document.RootElement.Clone(), StatusCodes.Status200OK, "")
                : (null, StatusCodes.Status400BadRequest, "Request decode failed: the body must be a JSON object");
        }
        catch (JsonException fault)
        {
            return (null, StatusCodes.Status400BadRequest, $"Request decode failed: not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
        }
    }
}
