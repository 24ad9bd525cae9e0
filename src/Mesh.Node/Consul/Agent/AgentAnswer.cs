using System.Text;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Agent;

/// <summary>What the door answers: a status with JSON, with text, or with nothing, as Consul does.</summary>
internal sealed record AgentAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string JsonType = "application/json";
    private const string TextType = "text/plain; charset=utf-8";

    public static readonly AgentAnswer Done = new(StatusCodes.Status200OK, "", default);

    public static readonly AgentAnswer True = new(StatusCodes.Status200OK, JsonType, "true"u8.ToArray());

    /// <summary>X-Consul-ContentHash; null: none.</summary>
    public string? ContentHash { get; init; }

    public static AgentAnswer Text(int status, string text) => new(status, TextType, Encoding.UTF8.GetBytes(text));

    public static AgentAnswer Of(ConsulFault fault) => Text(fault.Status, fault.Text);

    public static AgentAnswer Bad(string text) => Text(StatusCodes.Status400BadRequest, text);

    /// <summary>In Consul's words where it has some, which are about one fault; else with the fields, some of them at once.</summary>
    public static AgentAnswer Bad(IReadOnlyList<InvalidField> faults) => faults.FirstOrDefault(f => f.Field.Length == 0) is { } said
        ? Bad(said.Bound)
        : Bad("Invalid request: " + string.Join("; ", faults.Take(8)));

    public static AgentAnswer NotFound(string text) => Text(StatusCodes.Status404NotFound, text);

    public static AgentAnswer Unavailable(string reason) => Text(StatusCodes.Status503ServiceUnavailable, reason);

    public static AgentAnswer Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) =>
        new(status, JsonType, ConsulJson.Write(pretty: false, write));

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
