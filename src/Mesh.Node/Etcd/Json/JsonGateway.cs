using System.Text;
using Google.Protobuf;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>etcd's JSON gateway: reads the body, calls, writes. Every path it has, and every error, is JSON.</summary>
internal sealed partial class JsonGateway(JsonCalls calls, JsonStreams streams, JsonPages pages, ILogger<JsonGateway> log)
{
    private static readonly string[] Versions = ["/v3", "/v3beta", "/v3alpha"];

    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await DispatchAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException fault)
        {
            await WriteAsync(http, fault.StatusCode == 413 ? JsonErrors.TooLarge : JsonErrors.BadInput(fault.Message));
        }
        catch (Exception fault)
        {
            LogFailed(log, fault, http.Request.Method, http.Request.Path);
            await WriteAsync(http, JsonErrors.Failed);
        }
    }

    private async Task DispatchAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (pages.Find(path) is { } page)
        {
            await WriteAsync(http, HttpMethods.IsGet(http.Request.Method) ? page() : (JsonErrors.Body(JsonErrors.WrongMethod), 405));
            return;
        }

        var call = PathOf(path);
        var isStream = call is JsonCalls.Watch or JsonCalls.KeepAlive;
        if (!isStream && (call is null || !calls.ByPath.ContainsKey(call)))
            await WriteAsync(http, JsonErrors.NotFound);
        else if (!HttpMethods.IsPost(http.Request.Method))
            await WriteAsync(http, JsonErrors.WrongMethod);
        else if (await ReadAsync(http) is not { } body)
            await WriteAsync(http, JsonErrors.TooLarge);
        else if (isStream)
            await streams.RunAsync(call!, body, http);
        else
            await CallAsync(calls.ByPath[call!], body, http);
    }

    private static async Task CallAsync(JsonCall call, byte[] body, HttpContext http)
    {
        var request = JsonMessages.Parse(call.Request, body);
        var answer = request.Fault ?? (object)request.Value;
        if (answer is IMessage message)
        {
            var reply = await call.Run(message, http.RequestAborted);
            answer = reply.Fault ?? (object)reply.Value;
        }

        await (answer is EtcdFault fault
            ? WriteAsync(http, fault)
            : WriteAsync(http, (JsonMessages.Format((IMessage)answer), StatusCodes.Status200OK)));
    }

    public static Task WriteAsync(HttpContext http, EtcdFault fault) =>
        WriteAsync(http, (JsonErrors.Body(fault), JsonErrors.HttpStatus(fault)));

    private static async Task WriteAsync(HttpContext http, (string Body, int Status) page)
    {
        if (http.Response.HasStarted)
            return;
        var bytes = Encoding.UTF8.GetBytes(page.Body);
        http.Response.StatusCode = page.Status;
        if (page.Status == StatusCodes.Status405MethodNotAllowed)
            http.Response.Headers.Allow = HttpMethods.IsPost(http.Request.Method) ? "GET" : "POST";
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    /// <summary>The path behind the version; null: there is no known version.</summary>
    private static string? PathOf(string path)
    {
        foreach (var version in Versions)
        {
            if (path.Length > version.Length && path[version.Length] == '/' && path.StartsWith(version, StringComparison.Ordinal))
                return path[version.Length..];
        }

        return null;
    }

    /// <summary>The body; null: it is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > EtcdLimits.RequestBytes)
            return null;
        using var body = new MemoryStream();
        var part = new byte[16_384];
        while (await http.Request.Body.ReadAsync(part, http.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > EtcdLimits.RequestBytes)
                return null;
            body.Write(part, 0, read);
        }

        return body.ToArray();
    }
}
