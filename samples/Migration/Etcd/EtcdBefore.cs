using dotnet_etcd;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Mesh.Samples.Migration.Etcd;

/// <summary>A service whose address is a key of etcd with a lease.</summary>
internal static class EtcdBefore
{
    /// <param name="endpoint">http://127.0.0.1:2379: etcd, or any node with --etcd.</param>
    public static async Task RunAsync(string endpoint, CancellationToken cancellation)
    {
        using var etcd = new EtcdClient(endpoint, configureChannelOptions: static o => o.Credentials = ChannelCredentials.Insecure);
        var lease = await etcd.LeaseGrantAsync(new LeaseGrantRequest { TTL = 15 }, cancellationToken: cancellation);
        var put = new PutRequest
        {
            Key = ByteString.CopyFromUtf8("/services/orders/127.0.0.1:9001"),
            Value = ByteString.CopyFromUtf8("127.0.0.1:9001"),
            Lease = lease.ID,
        };
        await etcd.PutAsync(put, cancellationToken: cancellation);

        var found = await etcd.GetRangeAsync("/services/orders/", cancellationToken: cancellation);
        Console.WriteLine($"found {found.Kvs[0].Value.ToStringUtf8()}");
        await etcd.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID }, cancellationToken: cancellation);
    }
}
