using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Doors.Tests.Etcd.Support;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>Transactions against the door and against a real etcd: the answers are equal but for the numbers.</summary>
public sealed class TxnTests
{
    [Fact]
    public async Task Transactions_without_compares_answer_as_a_real_etcd_does()
    {
        await using var door = await TestDoor.StartAsync();
        await using var etcd = await RealEtcd.StartAsync();

        Assert.Equal(await RunAsync(etcd.Endpoint), await RunAsync(door.Endpoint));
    }

    [Fact]
    public async Task Registration_is_decided_once_and_the_else_branch_reads()
    {
        await using var door = await TestDoor.StartAsync();
        await using var etcd = await RealEtcd.StartAsync();

        foreach (var branch in new[] { "first", "second" })
        {
            var request = Txn(Put("/services/x/1", branch), Put("/services/x/2", branch));
            request.Compare.Add(Absent("/services/x/1"));
            request.Compare.Add(Absent("/services/x/2"));
            request.Failure.Add(Get("/services/x/1"));
            Assert.Equal(await AnswerAsync(etcd.Endpoint, request), await AnswerAsync(door.Endpoint, request));
        }
    }

    [Fact]
    public async Task A_range_at_a_revision_reads_at_it_inside_a_transaction_too()
    {
        await using var door = await TestDoor.StartAsync();
        await using var etcd = await RealEtcd.StartAsync();

        foreach (var endpoint in new[] { etcd.Endpoint, door.Endpoint })
        {
            using var channel = GrpcChannel.ForAddress($"http://{endpoint}");
            var kv = new KV.KVClient(channel);
            var first = await kv.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8("a"), Value = ByteString.CopyFromUtf8("1") });
            await kv.PutAsync(new PutRequest { Key = ByteString.CopyFromUtf8("a"), Value = ByteString.CopyFromUtf8("2") });
            var then = new RequestOp
            {
                RequestRange = new RangeRequest { Key = ByteString.CopyFromUtf8("a"), Revision = first.Header.Revision },
            };

            var reply = await kv.TxnAsync(Txn(Put("a", "3"), then, Get("a")));

            Assert.Equal(["1", "3"], reply.Responses.Skip(1).Select(r => r.ResponseRange.Kvs[0].Value.ToStringUtf8()));
        }
    }

    private static async Task<List<string>> RunAsync(string endpoint)
    {
        TxnRequest[] all =
        [
            Txn(Put("a", "1"), Put("b", "2"), Put("c", "3")),
            Txn(Get("a", "d"), Put("b", "new"), Get("a", "d"), Put("d", "4"), Get("b", "e")),
            Txn(Delete("a", "c"), Get("a", "e"), Put("e", "5"), Get("a", "f")),
            Txn(Delete("nothing")),
            Txn(Get("c")),
            Txn(),
            Txn(Put("c", "last"), Put("c", "twice")),
            Txn(Put("", "x")),
            Txn(new RequestOp()),
            Txn([.. Enumerable.Range(0, 129).Select(i => Put($"k{i}", ""))]),
            Txn(Get("", "\0")),
            Txn(Get("\0", "\0")),
            Txn(Delete("c"), Delete("c"), Delete("a", "z"), Put("z", "")),
            Txn(new RequestOp { RequestRange = new RangeRequest { Key = ByteString.CopyFromUtf8("z"), Revision = long.MaxValue } }),
        ];
        var answers = new List<string>();
        foreach (var request in all)
            answers.Add(await AnswerAsync(endpoint, request));
        return answers;
    }

    private static async Task<string> AnswerAsync(string endpoint, TxnRequest request)
    {
        using var channel = GrpcChannel.ForAddress($"http://{endpoint}");
        try
        {
            return Text(await new KV.KVClient(channel).TxnAsync(request));
        }
        catch (RpcException fault)
        {
            return $"{fault.StatusCode}: {fault.Status.Detail}";
        }
    }

    /// <summary>Revisions are written as "now", "before" or "none": the numbers themselves differ.</summary>
    private static string Text(TxnResponse reply)
    {
        var now = reply.Header.Revision;
        string When(long revision) => revision == now ? "now" : revision == 0 ? "none" : "before";
        var parts = reply.Responses.Select(r => r.ResponseCase switch
        {
            ResponseOp.ResponseOneofCase.ResponsePut =>
                $"put({When(r.ResponsePut.Header.Revision)}, was {Text(r.ResponsePut.PrevKv, When)})",
            ResponseOp.ResponseOneofCase.ResponseDeleteRange =>
                $"deleted({When(r.ResponseDeleteRange.Header.Revision)}, {r.ResponseDeleteRange.Deleted}: {string.Join(' ', r.ResponseDeleteRange.PrevKvs.Select(k => Text(k, When)))})",
            _ =>
                $"range({When(r.ResponseRange.Header.Revision)}, {r.ResponseRange.Count} {r.ResponseRange.More}: {string.Join(' ', r.ResponseRange.Kvs.Select(k => Text(k, When)))})",
        });
        return $"{reply.Succeeded} {string.Join(", ", parts)}";
    }

    private static string Text(Mvccpb.KeyValue? kv, Func<long, string> when) => kv is null
        ? "nothing"
        : $"{kv.Key.ToStringUtf8()}={kv.Value.ToStringUtf8()} v{kv.Version} created {when(kv.CreateRevision)} changed {when(kv.ModRevision)}";

    private static TxnRequest Txn(params RequestOp[] operations) => new() { Success = { operations } };

    private static Compare Absent(string key) => new()
    {
        Target = Compare.Types.CompareTarget.Create,
        Key = ByteString.CopyFromUtf8(key),
        CreateRevision = 0,
    };

    private static RequestOp Put(string key, string value) => new()
    {
        RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value), PrevKv = true },
    };

    private static RequestOp Get(string key, string end = "") => new()
    {
        RequestRange = new RangeRequest { Key = ByteString.CopyFromUtf8(key), RangeEnd = ByteString.CopyFromUtf8(end) },
    };

    private static RequestOp Delete(string key, string end = "") => new()
    {
        RequestDeleteRange = new DeleteRangeRequest
        {
            Key = ByteString.CopyFromUtf8(key),
            RangeEnd = ByteString.CopyFromUtf8(end),
            PrevKv = true,
        },
    };
}
