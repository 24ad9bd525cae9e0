using System.Text;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Leases;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;
using Mesh.Node.Etcd.Watching;

namespace Mesh.Node.Etcd.Json;

/// <summary>
/// The two streams as JSON: the body holds the requests, the response a line for each answer. Over HTTP/1 a client sends
/// all of its requests before it listens.
/// </summary>
internal sealed class JsonStreams(
    EtcdView view,
    EtcdIdentity self,
    EtcdLimits limits,
    StreamCount streams,
    LeaseCalls leases,
    EtcdAccess access,
    TimeProvider time,
    EtcdServing serving)
{
    /// <summary>The streams' paths, and what each is called over gRPC.</summary>
    public static IReadOnlyDictionary<string, string> Methods { get; } = new Dictionary<string, string>
    {
        [JsonCalls.Watch] = EtcdRights.Watch,
        [JsonCalls.KeepAlive] = EtcdRights.LeaseKeepAlive,
    };

    public async Task RunAsync(string path, byte[] body, HttpContext http)
    {
        var requests = Read(path is JsonCalls.Watch ? WatchRequest.Descriptor : LeaseKeepAliveRequest.Descriptor, body);
        using var place = streams.Enter();
        var refusal = EtcdAccess.CheckCall(Methods[path], http.Caller()) ?? requests.Fault;
        if (refusal is not null || place is null)
        {
            await JsonGateway.WriteAsync(http, refusal ?? EtcdFault.TooManyRequests);
            return;
        }

        http.Response.ContentType = "application/json";
        using var end = serving.Link(http.RequestAborted);
        try
        {
            await (path is JsonCalls.Watch
                ? WatchAsync(requests.Value, http, end.Token)
                : KeepAliveAsync(requests.Value, http, end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Said below.
        }

        if (serving.Fault is { } fault && !http.RequestAborted.IsCancellationRequested)
            await WriteAsync(http, JsonErrors.StreamBody(fault), http.RequestAborted);
    }

    private async Task WatchAsync(List<IMessage> requests, HttpContext http, CancellationToken cancellation)
    {
        var channel = Channel.CreateUnbounded<WatchRequest>();
        foreach (var request in requests)
            channel.Writer.TryWrite((WatchRequest)request);
        channel.Writer.Complete();
        await new WatchStream(view, self, limits, time, access.Watches(http.Caller()), (r, c) => WriteAsync(http, Line(r), c))
            .RunAsync(channel.Reader, cancellation);
    }

    private async Task KeepAliveAsync(List<IMessage> requests, HttpContext http, CancellationToken cancellation)
    {
        foreach (var request in requests)
        {
            var answer = await access.CheckAsync(EtcdRights.LeaseKeepAlive, request, http.Caller(), cancellation) is { } refusal
                ? refusal
                : await leases.KeepAliveAsync((LeaseKeepAliveRequest)request, cancellation);
            await WriteAsync(
                http, answer.Fault is { } fault ? JsonErrors.StreamBody(fault) : Line(answer.Value), cancellation);
            if (answer.Fault is not null)
                return;
        }
    }

    private static EtcdAnswer<List<IMessage>> Read(MessageDescriptor type, byte[] body)
    {
        if (JsonMessages.Split(body) is not { } parts)
            return JsonErrors.BadInput("the body must be a sequence of JSON objects");
        var requests = new List<IMessage>();
        foreach (var part in parts)
        {
            var request = JsonMessages.Parse(type, body.AsSpan(part));
            if (request.Fault is { } fault)
                return fault;
            requests.Add(request.Value);
        }

        return requests;
    }

    private static string Line(IMessage message) => $"{{\"result\":{JsonMessages.Format(message)}}}";

    private static async Task WriteAsync(HttpContext http, string line, CancellationToken cancellation)
    {
        await http.Response.WriteAsync(line + "\n", Encoding.UTF8, cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }
}
