using System.Collections.Concurrent;
using dotnet_etcd;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>dotnet-etcd 9.1.0 against the door.</summary>
public sealed class DotnetEtcdTests
{
    [Fact]
    public async Task A_prefix_watch_with_its_own_id_sees_puts_and_deletes_in_order_with_what_was_there()
    {
        await using var door = await TestDoor.StartAsync();
        using var client = Client(door);
        var seen = new ConcurrentQueue<string>();
        var isMade = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var end = new CancellationTokenSource();
        var watching = client.WatchAsync(
            new WatchRequest
            {
                CreateRequest = new WatchCreateRequest
                {
                    Key = ByteString.CopyFromUtf8("/d/"),
                    RangeEnd = ByteString.CopyFromUtf8("/d0"),
                    PrevKv = true,
                    ProgressNotify = true,
                    WatchId = 42,
                },
            },
            (WatchResponse response) =>
            {
                if (response.Created)
                    isMade.TrySetResult();
                foreach (var e in response.Events)
                    seen.Enqueue($"{e.Type} {e.Kv.Key.ToStringUtf8()} {e.Kv.Value.ToStringUtf8()} was {e.PrevKv?.Value.ToStringUtf8()}");
            },
            cancellationToken: end.Token);
        await isMade.Task.WaitAsync(Patience.Limit);

        await client.PutAsync("/d/1", "one");
        await client.PutAsync("/d/1", "uno");
        await client.DeleteAsync("/d/1");
        await Eventually.IsAsync(() => seen.Count == 3, "not just three events were seen");
        await end.CancelAsync();

        Assert.Equal(["Put /d/1 one was ", "Put /d/1 uno was one", "Delete /d/1  was uno"], seen);
        await watching.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Reads_transactions_and_errors_come_as_from_etcd()
    {
        await using var door = await TestDoor.StartAsync();
        using var client = Client(door);

        await client.TransactionAsync(new TxnRequest
        {
            Success = { Put("/d/1", "one"), Put("/d/2", "two"), Put("/d/3", "three") },
        });
        var all = await client.GetRangeAsync("/d/");
        var missing = await Assert.ThrowsAsync<RpcException>(() => client.PutAsync(
            new PutRequest { Key = ByteString.CopyFromUtf8("/d/4"), Lease = 12345 }));
        var status = client.Status(new StatusRequest());
        var members = await client.MemberListAsync(new MemberListRequest());

        Assert.Equal(["/d/1", "/d/2", "/d/3"], all.Kvs.Select(k => k.Key.ToStringUtf8()));
        Assert.Single(all.Kvs.Select(k => k.ModRevision).Distinct());
        Assert.Equal((StatusCode.NotFound, "etcdserver: requested lease not found"), (missing.StatusCode, missing.Status.Detail));
        Assert.Contains(members.Members, m => m.ID == status.Leader);
        Assert.Equal([$"http://{door.Endpoint}"], members.Members.Single().ClientURLs);
    }

    private static EtcdClient Client(TestDoor door) =>
        new($"http://{door.Endpoint}", configureChannelOptions: o => o.Credentials = ChannelCredentials.Insecure);

    private static RequestOp Put(string key, string value) => new()
    {
        RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) },
    };
}
