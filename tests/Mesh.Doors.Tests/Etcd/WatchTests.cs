using System.Globalization;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Node.Etcd.Answers;
using Mesh.Testing;
using static Etcdserverpb.WatchCreateRequest.Types;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>The Watch call as bytes on the wire, read with the stubs of a client library.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task A_start_in_the_window_delivers_what_was_missed_and_goes_on()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        var first = await stream.Kv.PutAsync(Put("a", "1"));
        await stream.Kv.PutAsync(Put("a", "2"));

        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), StartRevision = first.Header.Revision });
        var created = await stream.NextAsync();
        var missed = await stream.NextAsync();
        await stream.Kv.DeleteRangeAsync(new DeleteRangeRequest { Key = Key("a") });
        var live = await stream.NextAsync();

        Assert.True(created.Created);
        Assert.Equal(["Put a=1", "Put a=2"], Texts(missed));
        Assert.Equal(first.Header.Revision, missed.Events[0].Kv.ModRevision);
        Assert.Equal(["Delete a="], Texts(live));
        Assert.Equal(live.Header.Revision, live.Events[0].Kv.ModRevision);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(long.MaxValue)]
    public async Task A_start_of_another_node_is_given_the_state_and_recent_deletions(long offset)
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        await stream.Kv.PutAsync(Put("a", "1"));
        await stream.Kv.PutAsync(Put("b", "1"));
        await stream.Kv.DeleteRangeAsync(new DeleteRangeRequest { Key = Key("a") });
        var last = await stream.Kv.PutAsync(Put("b", "2"));
        // Another tag, or a revision that this node has not reached.
        var start = offset == long.MaxValue ? offset : last.Header.Revision + offset + 2;

        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), RangeEnd = Key("z"), StartRevision = start });
        Assert.True((await stream.NextAsync()).Created);

        Assert.Equal(["Delete a=", "Put b=2"], Texts(await stream.NextAsync()));
        await stream.Kv.PutAsync(Put("c", "3"));
        Assert.Equal(["Put c=3"], Texts(await stream.NextAsync()));
    }

    [Fact]
    public async Task A_compacted_start_is_canceled_with_a_revision_that_is_a_legal_start()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        var first = await stream.Kv.PutAsync(Put("a", "1"));
        await stream.Kv.PutAsync(Put("a", "2"));
        var last = await stream.Kv.PutAsync(Put("a", "3"));
        await stream.Kv.CompactAsync(new CompactionRequest { Revision = last.Header.Revision });

        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), StartRevision = first.Header.Revision });
        var created = await stream.NextAsync();
        var canceled = await stream.NextAsync();
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), StartRevision = canceled.CompactRevision + 1 });
        await stream.NextAsync();
        await stream.Kv.PutAsync(Put("a", "4"));

        Assert.True(created is { Created: true, Canceled: false });
        Assert.True(canceled.Canceled);
        Assert.Equal((0L, last.Header.Revision), (canceled.Header.Revision, canceled.CompactRevision));
        Assert.Equal(["Put a=4"], Texts(await stream.NextAsync()));
        var gone = await Assert.ThrowsAsync<RpcException>(async () =>
            await stream.Kv.RangeAsync(new RangeRequest { Key = Key("a"), Revision = first.Header.Revision }));
        Assert.Equal("etcdserver: mvcc: required revision has been compacted", gone.Status.Detail);
    }

    [Fact]
    public async Task A_watch_from_the_compacted_revision_itself_is_served_and_one_before_it_is_told_that_revision()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        await stream.Kv.PutAsync(Put("a", "1"));
        var compacted = await stream.Kv.PutAsync(Put("a", "2"));
        await stream.Kv.PutAsync(Put("a", "3"));
        await stream.Kv.CompactAsync(new CompactionRequest { Revision = compacted.Header.Revision });

        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), StartRevision = compacted.Header.Revision });
        Assert.True((await stream.NextAsync()).Created);
        Assert.Equal(["Put a=2", "Put a=3"], Texts(await stream.NextAsync()));
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("a"), StartRevision = compacted.Header.Revision - 1 });
        await stream.NextAsync();
        var canceled = await stream.NextAsync();

        Assert.True(canceled.Canceled);
        Assert.Equal(compacted.Header.Revision, canceled.CompactRevision);
    }

    [Theory]
    [InlineData("b", "b")]
    [InlineData("b", "a")]
    [InlineData("", "\0\0", true)]
    public async Task An_empty_or_inverted_range_is_cancelled_as_etcd_does(string key, string end, bool isServed = false)
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);

        await stream.CreateAsync(new WatchCreateRequest { Key = Key(key), RangeEnd = Key(end) });
        var answer = await stream.NextAsync();

        Assert.True(answer.Created);
        Assert.Equal(!isServed, answer.Canceled);
        Assert.Equal(isServed ? ("", 0L) : ("mvcc: watcher range is empty", -1L), (answer.CancelReason, answer.WatchId));
    }

    [Fact]
    public async Task Filters_ids_cancellation_and_progress_are_as_in_etcd()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("k"), Filters = { FilterType.Noput } });
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("k"), Filters = { FilterType.Nodelete }, WatchId = 7 });
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("k"), WatchId = 7 });
        var ids = new[] { await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync() };

        await stream.Kv.PutAsync(Put("k", "v"));
        var put = await stream.NextAsync();
        await stream.Kv.DeleteRangeAsync(new DeleteRangeRequest { Key = Key("k") });
        var delete = await stream.NextAsync();
        await stream.WriteAsync(new WatchRequest { ProgressRequest = new WatchProgressRequest() });
        var progress = await stream.NextAsync();
        await stream.WriteAsync(new WatchRequest { CancelRequest = new WatchCancelRequest { WatchId = 7 } });
        var canceled = await stream.NextAsync();

        Assert.Equal([0L, 7L, -1L], ids.Select(i => i.WatchId));
        Assert.True(ids[2].Canceled);
        Assert.Equal((7L, 0L), (put.WatchId, delete.WatchId));
        Assert.Equal((-1L, 0), (progress.WatchId, progress.Events.Count));
        Assert.True(canceled is { WatchId: 7, Canceled: true });
    }

    [Fact]
    public async Task A_transaction_is_one_batch_and_a_large_one_comes_in_fragments_where_they_are_known()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("f"), RangeEnd = Key("g"), PrevKv = true, Fragment = true });
        await stream.NextAsync();
        await stream.Kv.TxnAsync(Large());
        var whole = await stream.NextAsync();
        await stream.Kv.TxnAsync(Large());
        var first = await stream.NextAsync();
        var second = await stream.NextAsync();

        Assert.Equal(15, whole.Events.Count);
        Assert.False(whole.Fragment);
        Assert.True(first.Fragment);
        Assert.False(second.Fragment);
        Assert.Equal(15, first.Events.Count + second.Events.Count);
        Assert.Single(first.Events.Concat(second.Events).Select(e => e.Kv.ModRevision).Distinct());
    }

    [Fact]
    public async Task Watches_and_streams_have_bounds_and_say_so()
    {
        await using var door = await TestDoor.StartAsync(new EtcdLimits { WatchesPerStream = 1, Streams = 1 });
        await using var stream = new Stream(door);
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("k") });
        await stream.NextAsync();

        await stream.CreateAsync(new WatchCreateRequest { Key = Key("k") });
        var refused = await stream.NextAsync();
        await using var other = new Stream(door);
        var full = await Assert.ThrowsAsync<RpcException>(() => other.NextAsync());

        Assert.True(refused.Canceled);
        Assert.Contains("at most 1 watches", refused.CancelReason, StringComparison.Ordinal);
        Assert.Equal((StatusCode.ResourceExhausted, "etcdserver: too many requests"), (full.StatusCode, full.Status.Detail));
    }

    [Fact]
    public async Task Shown_instances_take_part_and_deleting_or_putting_them_changes_the_registry()
    {
        await using var door = await TestDoor.StartAsync();
        await using var stream = new Stream(door);
        await stream.CreateAsync(new WatchCreateRequest { Key = Key("/services/"), RangeEnd = Key("/services0"), PrevKv = true });
        await stream.NextAsync();

        await door.Mesh.RegisterAsync(TestCatalog.Instance("orders", "o-1"));
        Assert.Equal(["Put /services/orders/10.0.0.1:80=10.0.0.1:80"], Texts(await stream.NextAsync()));
        await door.Mesh.RegisterAsync(TestCatalog.Instance("orders", "o-2", 81));
        Assert.Equal(["Put /services/orders/10.0.0.1:81=10.0.0.1:81"], Texts(await stream.NextAsync()));

        var deleted = await stream.Kv.DeleteRangeAsync(
            new DeleteRangeRequest { Key = Key("/services/orders/10.0.0.1:80"), PrevKv = true });
        Assert.Equal(("10.0.0.1:80", 1L), (deleted.PrevKvs.Single().Value.ToStringUtf8(), deleted.Deleted));
        Assert.Equal(["Delete /services/orders/10.0.0.1:80="], Texts(await stream.NextAsync()));
        Assert.Equal(["orders/o-2"], Instances(door));

        // From now on the key is the client's own; the instance that it stood for is replaced by it.
        var put = await stream.Kv.PutAsync(new PutRequest { Key = Key("/services/orders/10.0.0.1:81"), PrevKv = true });
        Assert.Equal(1, put.PrevKv.Version);
        Assert.Equal(["Put /services/orders/10.0.0.1:81="], Texts(await stream.NextAsync()));
        Assert.Empty(Instances(door));
        Assert.Equal(2, (await stream.Kv.RangeAsync(new RangeRequest { Key = Key("/services/orders/10.0.0.1:81") })).Kvs[0].Version);
    }

    private static IEnumerable<string> Instances(TestDoor door) =>
        door.Mesh.Snapshot.Find("orders")?.Instances.Select(i => $"{i.Instance.Key}") ?? [];

    private static TxnRequest Large() => new()
    {
        Success = { Enumerable.Range(0, 15).Select(i => new RequestOp { RequestPut = Put($"f{i:00}", new string('x', 60_000)) }) },
    };

    private static PutRequest Put(string key, string value) => new() { Key = Key(key), Value = ByteString.CopyFromUtf8(value) };

    private static ByteString Key(string text) => ByteString.CopyFromUtf8(text);

    private static IEnumerable<string> Texts(WatchResponse response) => response.Events.Select(e => string.Create(
        CultureInfo.InvariantCulture, $"{e.Type} {e.Kv.Key.ToStringUtf8()}={e.Kv.Value.ToStringUtf8()}"));

    private sealed class Stream : IAsyncDisposable
    {
        private readonly GrpcChannel _channel;
        private readonly AsyncDuplexStreamingCall<WatchRequest, WatchResponse> _call;

        public Stream(TestDoor door)
        {
            _channel = GrpcChannel.ForAddress($"http://{door.Endpoint}");
            Kv = new KV.KVClient(_channel);
            _call = new Watch.WatchClient(_channel).Watch();
        }

        public KV.KVClient Kv { get; }

        public Task CreateAsync(WatchCreateRequest request) => WriteAsync(new WatchRequest { CreateRequest = request });

        public Task WriteAsync(WatchRequest request) => _call.RequestStream.WriteAsync(request);

        public async Task<WatchResponse> NextAsync()
        {
            using var limit = new CancellationTokenSource(Patience.Limit);
            return await _call.ResponseStream.MoveNext(limit.Token)
                ? _call.ResponseStream.Current
                : throw new InvalidOperationException("the stream ended");
        }

        public ValueTask DisposeAsync()
        {
            _call.Dispose();
            _channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
