using System.Net.Http.Json;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Strangers;

/// <summary>Those that speak the protocol of a door, and have no token, or a wrong one.</summary>
internal static class DoorCrowds
{
    private const int Size = 64;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });

    public static IReadOnlyList<Crowd> All { get; } =
    [
        new("HTTP: random paths, services and tokens", Size, (n, _, end) => GetAsync(n, $"/mesh/v1/services/{Guid.NewGuid():N}/{Guid.NewGuid():N}", end)),
        new("Consul: blocking queries", Size, (n, w, end) => GetAsync(n, $"/v1/health/service/s{w}-{Guid.NewGuid():N}?index=1&wait=60s", end)),
        new("HTTP: registrations of 400 KB", Size, (n, _, end) => PutAsync(n, new string('x', 400_000), end)),
        new("etcd over gRPC: puts of 1 MB, and watches", 16, EtcdAsync),
        new("dashboard: login pages", Size, (n, _, end) => GetAsync(n, "/ui/login", end)),
    ];

    private static async Task GetAsync(NodeProcess node, string path, CancellationToken end)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Http, path));
        request.Headers.Authorization = new("Bearer", $"{Guid.NewGuid():N}");
        using var reply = await Http.SendAsync(request, end);
        await reply.Content.ReadAsByteArrayAsync(end);
    }

    private static async Task PutAsync(NodeProcess node, string text, CancellationToken end)
    {
        using var reply = await Http.PutAsJsonAsync(new Uri(node.Http, $"/mesh/v1/services/a/{Guid.NewGuid():N}"), new { host = "10.0.0.1", text }, end);
        await reply.Content.ReadAsByteArrayAsync(end);
    }

    private static async Task EtcdAsync(NodeProcess node, int worker, CancellationToken end)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{node.Ports.Etcd}");
        var (keys, watches) = (new KV.KVClient(channel), new Watch.WatchClient(channel));
        var value = ByteString.CopyFrom(new byte[1_000_000]);
        for (var n = 0; n < 20; n++)
        {
            try
            {
                await keys.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8($"k{worker}-{n}"), Value = value }, cancellationToken: end);
            }
            catch (RpcException)
            {
                // Refused; the next.
            }
        }

        using var watch = watches.Watch(cancellationToken: end);
        await watch.RequestStream.WriteAsync(new WatchRequest { CreateRequest = new() { Key = ByteString.CopyFromUtf8("k") } }, end);
        while (await watch.ResponseStream.MoveNext(end))
        {
        }
    }
}
