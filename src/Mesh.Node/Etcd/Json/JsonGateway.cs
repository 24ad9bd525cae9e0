using System.Text;
using Google.Protobuf;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Metrics;

namespace Mesh.Node.Etcd.Json;

/// <summary>etcd's JSON gateway: reads the body, calls, writes. Every path it has, and every error, is JSON.</summary>
internal sealed partial class JsonGateway(
    JsonCalls calls, JsonStreams streams, JsonPages pages, EtcdAccess access, ILogger<JsonGateway> log)
{
    public static readonly string[] Versions = ["/v3", "/v3beta", "/v3alpha"];

    /// <summary>Each path under each version is an endpoint of its own, so that each is decided on as any other endpoint is.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in JsonPages.Paths)
            routes.Map(path, http => PageAsync(http, pages.Find(path))).Public();
        routes.MapGet(JsonPages.Metrics, MetricsEndpoints.WriteAsync).Demand(AccessAction.Read);
        foreach (var version in Versions)
        {
            foreach (var (path, call) in calls.ByPath)
                Demand(routes.Map(version + path, http => ServeAsync(http, body => CallAsync(call, body, http))), call.Method);
            foreach (var (path, method) in JsonStreams.Methods)
                Demand(routes.Map(version + path, http => ServeAsync(http, body => streams.RunAsync(path, body, http))), method);
        }
    }

    /// <summary>Answers a request of the door, by the endpoint that routing has found for it.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await (http.GetEndpoint()?.RequestDelegate is { } answer ? answer(http) : WriteAsync(http, JsonRefused.Of(http.Request.Path.Value ?? "")));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException fault)
        {
            await WriteAsync(http, fault.StatusCode == 413 ? EtcdFault.TooLarge : JsonErrors.BadInput(fault.Message));
        }
        catch (Exception fault)
        {
            LogFailed(log, fault, http.Request.Method, http.Request.Path);
            await WriteAsync(http, JsonErrors.Failed);
        }
    }

    private static void Demand(IEndpointConventionBuilder route, string method)
    {
        if (EtcdRights.RequirementOf(method) is { } requirement)
            route.WithMetadata(requirement);
    }

    private static Task PageAsync(HttpContext http, Func<(string Body, int Status)> page) =>
        WriteAsync(http, HttpMethods.IsGet(http.Request.Method) ? page() : (JsonErrors.Body(JsonErrors.WrongMethod), 405));

    private static async Task ServeAsync(HttpContext http, Func<byte[], Task> serve)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
            await WriteAsync(http, JsonErrors.WrongMethod);
        else if (await ReadAsync(http) is { } body)
            await serve(body);
        else
            await WriteAsync(http, EtcdFault.TooLarge);
    }

    private async Task CallAsync(JsonCall call, byte[] body, HttpContext http)
    {
        var request = JsonMessages.Parse(call.Request, body);
        var answer = request.Fault ?? (object)request.Value;
        if (answer is IMessage message)
            answer = await RunAsync(call, message, http);
        await (answer is EtcdFault fault
            ? WriteAsync(http, fault)
            : WriteAsync(http, (JsonMessages.Format((IMessage)answer), StatusCodes.Status200OK)));
    }

    /// <summary>The reply, or the fault.</summary>
    private async Task<object> RunAsync(JsonCall call, IMessage message, HttpContext http)
    {
        if (await access.CheckAsync(call.Method, message, http.Caller(), http.RequestAborted) is { } refusal)
            return refusal;
        var reply = await call.Run(message, http.RequestAborted);
        return reply.Fault ?? (object)reply.Value;
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
