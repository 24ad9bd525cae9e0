using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Consul.Json;

/// <summary>What the door answers: a status with JSON, with text, or with nothing, as Consul does.</summary>
internal sealed record ConsulAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string JsonType = "application/json";
    private const string TextType = "text/plain; charset=utf-8";

    public static readonly ConsulAnswer Done = new(StatusCodes.Status200OK, "", default);

    public static readonly ConsulAnswer True = new(StatusCodes.Status200OK, JsonType, "true"u8.ToArray());

    /// <summary>X-Consul-ContentHash; null: none.</summary>
    public string? ContentHash { get; init; }

    public static ConsulAnswer Text(int status, string text) => new(status, TextType, Encoding.UTF8.GetBytes(text));

    public static ConsulAnswer Bad(string text) => Text(StatusCodes.Status400BadRequest, text);

    public static ConsulAnswer Bad(IEnumerable<InvalidField> faults) =>
        Bad("Invalid request: " + string.Join("; ", faults.Take(8)));

    public static ConsulAnswer NotFound(string text) => Text(StatusCodes.Status404NotFound, text);

    public static ConsulAnswer Unavailable(string reason) => Text(StatusCodes.Status503ServiceUnavailable, reason);

    public static ConsulAnswer Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return new ConsulAnswer(status, JsonType, buffer.WrittenMemory);
    }

    public async Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentLength = Body.Length;
        if (ContentType.Length > 0)
            response.ContentType = ContentType;
        if (ContentHash is { } hash)
            response.Headers["X-Consul-ContentHash"] = hash;
        if (!Body.IsEmpty)
            await response.BodyWriter.WriteAsync(Body, http.RequestAborted);
    }
}
