using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Json;
using Mesh.Node.Etcd.Proto;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Doors.Tests.Access;

/// <summary>Every method of etcd, with messages about what a caller may use and what not: who may send them stands in messages.txt.</summary>
public sealed class MessageRightsTests
{
    private const string About =
        """
        Who may send which message to the etcd door, over gRPC and JSON alike: yes, or the refusal. Written by MessageRightsTests, see
        RightsTable. inside: below the prefix of the shop's token, "shop-".
        """;

    [Fact]
    public async Task Table_says_who_may_send_each_message()
    {
        await using var node = await DoorsNode.StartAsync(Callers.Tokens);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{node.Ports.Etcd}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{node.Ports.EtcdJson}") };
        var rows = new List<string[]> { (string[])["method", "message", .. Callers.All.Select(c => c.Name)] };
        foreach (var row in MessageRow.All)
        {
            var cells = new List<string> { row.Method, row.What };
            foreach (var (name, secret) in Callers.All)
            {
                await PrepareAsync(node);
                var overGrpc = await GrpcAsync(channel.CreateCallInvoker(), node, row, secret);
                await PrepareAsync(node);
                var overJson = await JsonAsync(http, node, row, secret);
                Assert.Equal((row.Method, row.What, name, overGrpc), (row.Method, row.What, name, overJson));
                cells.Add(overGrpc);
            }

            rows.Add([.. cells]);
        }

        RightsTable.Check("messages.txt", About, rows);
    }

    [Fact]
    public async Task Each_method_has_a_row_and_each_row_a_method()
    {
        await using var node = await DoorsNode.StartAsync();
        var methods = node.Endpoints.Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName).OfType<string>().ToArray();

        Assert.Equal(methods.Order(StringComparer.Ordinal), MessageRow.All.Select(r => r.Method).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(methods.Order(StringComparer.Ordinal), EtcdRights.ByMethod.Keys.Append(EtcdRights.Authenticate).Order(StringComparer.Ordinal));
    }

    private static async Task PrepareAsync(DoorsNode node)
    {
        foreach (var (lease, key) in new[]
                 {
                     (MessageRow.LeaseInside, MessageRow.KeyInside), (MessageRow.LeaseOutside, MessageRow.KeyOutside), (MessageRow.LeaseWithoutKeys, ""),
                 })
        {
            await node.Store.GrantAsync(lease, 60);
            if (key.Length > 0)
                await node.Store.ApplyAsync(new KeyBatch([new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8("10.0.0.1:1"), lease)]));
        }
    }

    private static async Task<string> GrpcAsync(CallInvoker invoker, DoorsNode node, MessageRow row, string? secret)
    {
        var type = node.Endpoints.Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method).OfType<IMethod>().Single(m => m.FullName == row.Method).Type;
        var method = new Method<byte[], byte[]>(type, row.Method.Split('/')[1], row.Method.Split('/')[2], Raw, Raw);
        var options = new CallOptions(secret is null ? [] : new Metadata { { "token", secret } }, DateTime.MaxValue);
        try
        {
            if (type is MethodType.Unary)
                await invoker.AsyncUnaryCall(method, null, options, row.Message.ToByteArray());
            else
                return await FirstAsync(invoker, method, options, row.Message);
        }
        catch (RpcException refused)
        {
            return Refusal(refused.StatusCode, refused.Status.Detail);
        }

        return "yes";
    }

    private static async Task<string> FirstAsync(CallInvoker invoker, Method<byte[], byte[]> method, CallOptions options, IMessage message)
    {
        using var call = invoker.AsyncDuplexStreamingCall(method, null, options);
        try
        {
            await call.RequestStream.WriteAsync(message.ToByteArray());
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // The call was refused before the message was sent: the stream of answers says how.
        }

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit));
        return message is WatchRequest ? OfWatch(WatchResponse.Parser.ParseFrom(call.ResponseStream.Current)) : "yes";
    }

    private static async Task<string> JsonAsync(HttpClient http, DoorsNode node, MessageRow row, string? secret)
    {
        var path = JsonStreams.Methods.FirstOrDefault(m => m.Value == row.Method).Key
            ?? node.Services.GetRequiredService<JsonCalls>().ByPath.First(c => c.Value.Method == row.Method).Key;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3" + path)
        {
            Content = new StringContent(JsonFormatter.Default.Format(row.Message), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
        using var json = JsonDocument.Parse((await lines.ReadLineAsync().WaitAsync(Patience.Limit))!);
        var root = json.RootElement.TryGetProperty("error", out var inner) && inner.ValueKind is JsonValueKind.Object ? inner : json.RootElement;
        if (root.TryGetProperty("code", out var code))
            return Refusal((StatusCode)code.GetInt32(), root.GetProperty("message").GetString()!);
        return row.Message is WatchRequest ? OfWatch(JsonParser.Default.Parse<WatchResponse>(root.GetProperty("result").GetRawText())) : "yes";
    }

    /// <summary>What is wrong with a message that may be sent is not of interest here.</summary>
    private static string Refusal(StatusCode code, string text) =>
        code is StatusCode.PermissionDenied or StatusCode.Unauthenticated ? $"{code}"
        : text == "etcdserver: user name is empty" ? "no user"
        : "yes";

    private static string OfWatch(WatchResponse response) =>
        response.Canceled && response.CancelReason.Contains("permission denied", StringComparison.Ordinal) ? "PermissionDenied" : "yes";

    private static Marshaller<byte[]> Raw { get; } = Marshallers.Create(b => b, b => b);
}
