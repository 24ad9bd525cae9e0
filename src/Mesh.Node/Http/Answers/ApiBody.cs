using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Palette.Api;

namespace Mesh.Node.Http.Answers;

/// <summary>Reads the JSON body of a request, whatever its content type says, within a bound.</summary>
internal static class ApiBody
{
    public const int MaxBytes = 64 * 1024;

    /// <param name="ifEmpty">What an empty body stands for; null: a body is required.</param>
    public static async Task<ApiReply<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, T? ifEmpty = null)
        where T : class
    {
        if (http.Request.ContentLength > MaxBytes)
            return TooLarge<T>();
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge<T>();
            }

            if (read.IsCompleted)
                return Finish(reader, read.Buffer, type, ifEmpty);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ApiReply<T> Finish<T>(
        PipeReader reader, ReadOnlySequence<byte> body, JsonTypeInfo<T> type, T? ifEmpty)
        where T : class
    {
        var reply = body.IsEmpty && ifEmpty is not null ? ApiReply<T>.Of(ifEmpty) : Parse(body, type);
        reader.AdvanceTo(body.End);
        return reply;
    }

    private static ApiReply<T> Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(body);
            var value = JsonSerializer.Deserialize(ref json, type);
            if (value is null || (!json.IsFinalBlock && json.Read()))
                return ApiReply<T>.Of(ApiProblems.Invalid("body", "null", "must be a JSON object"));
            return json.BytesConsumed < body.Length && !IsBlank(body.Slice(json.BytesConsumed))
                ? ApiReply<T>.Of(ApiProblems.Invalid("body", "", "must be one JSON object and nothing after it"))
                : ApiReply<T>.Of(value);
        }
        catch (JsonException fault)
        {
            return ApiReply<T>.Of(JsonFaultMapping.ToProblem(fault, body.IsEmpty));
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> rest)
    {
        foreach (var part in rest)
        {
            if (part.Span.ContainsAnyExcept(" \t\r\n"u8))
                return false;
        }

        return true;
    }

    private static ApiReply<T> TooLarge<T>()
        where T : class => ApiReply<T>.Of(ApiProblems.BodyTooLarge(MaxBytes));
}
