using Google.Protobuf;
using Grpc.Core;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Formats.Etcd;
using static Mesh.Node.Etcd.Proto.Compare.Types;

namespace Mesh.Doors.Tests.Etcd;

public sealed class TxnMappingTests
{
    private static readonly OwnKeys Keys = new([Octets.Utf8("/services/")], [Octets.Utf8("consul/kv/")]);
    private static readonly InstanceRules Rules = new(EtcdPrefixes.Default);

    [Fact]
    public void Put_if_the_same_key_does_not_exist_is_served()
    {
        var plan = Plan(Txn([Absent("/services/k")], [Put("/services/k", "v")], [Get("/services/k")]));

        Assert.Null(plan.Fault);
        Assert.Equal(["/services/k"], plan.Value.Absent.Select(k => $"{k}"));
        Assert.Equal(["/services/k 0"], TxnMapping.Batch(plan.Value.Success, plan.Value.Absent, Keys).Conditions.Select(c => $"{c.Key} {c.ModRevision}"));
        Assert.Empty(TxnMapping.Batch(plan.Value.Failure, [], Keys).Writes);
    }

    [Theory]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Create), 5)]
    [InlineData(nameof(CompareResult.NotEqual), nameof(CompareTarget.Create), 0)]
    [InlineData(nameof(CompareResult.Greater), nameof(CompareTarget.Version), 0)]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Mod), 0)]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Value), 0)]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Lease), 0)]
    public void Any_other_compare_is_refused_with_the_reason(string result, string target, long number)
    {
        var compare = new Compare
        {
            Result = Enum.Parse<CompareResult>(result),
            Target = Enum.Parse<CompareTarget>(target),
            Key = Bytes("/services/k"),
        };
        if (compare.Target is CompareTarget.Create)
            compare.CreateRevision = number;

        var plan = Plan(Txn([compare], [Put("/services/k", "v")], []));

        Assert.Equal(StatusCode.Unimplemented, plan.Fault?.Code);
        Assert.Contains("agreement between all nodes", plan.Fault!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Create), 0)]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Version), 0)]
    [InlineData(nameof(CompareResult.Equal), nameof(CompareTarget.Mod), 0)]
    [InlineData(nameof(CompareResult.Less), nameof(CompareTarget.Create), 1)]
    [InlineData(nameof(CompareResult.Less), nameof(CompareTarget.Version), 1)]
    [InlineData(nameof(CompareResult.Less), nameof(CompareTarget.Mod), 1)]
    public void Each_way_to_say_that_a_key_is_absent_is_decided_by_a_node_that_is_alone_and_refused_where_there_are_others(
        string result, string target, long number)
    {
        var compare = new Compare
        {
            Result = Enum.Parse<CompareResult>(result),
            Target = Enum.Parse<CompareTarget>(target),
            Key = Bytes("/services/orders/10.0.0.1:80"),
        };
        if (compare.Target is CompareTarget.Create)
            compare.CreateRevision = number;
        else if (compare.Target is CompareTarget.Version)
            compare.Version = number;
        else
            compare.ModRevision = number;
        var txn = Txn([compare], [Put("/services/orders/10.0.0.1:80", "")], []);

        Assert.Null(Plan(txn).Fault);
        var refused = TxnMapping.Plan(txn, Rules.IsOfServices, isAlone: false).Fault;
        Assert.Equal(TxnMapping.Undecided, refused);
        Assert.Equal(StatusCode.Unimplemented, refused?.Code);
    }

    [Theory]
    [InlineData("/dubbo")]
    [InlineData("/dubbo/org.apache.UserProvider/providers")]
    [InlineData("kitex/registry-etcd/orders/10.0.0.1:80")]
    [InlineData("/skydns/local/skydns/orders/1")]
    public void Keys_and_folders_of_every_layout_are_registered_where_the_node_is_alone(string key) =>
        Assert.Null(Plan(Txn([Absent(key)], [Put(key, "")], [])).Fault);

    [Theory]
    [InlineData(nameof(CompareResult.NotEqual), -1, true)]
    [InlineData(nameof(CompareResult.Greater), -1, true)]
    [InlineData(nameof(CompareResult.Equal), -1, false)]
    [InlineData(nameof(CompareResult.Greater), 0, false)]
    public void A_compare_that_holds_whatever_the_key_is_compares_nothing(string result, long version, bool isServed)
    {
        var compare = new Compare
        {
            Result = Enum.Parse<CompareResult>(result),
            Target = CompareTarget.Version,
            Version = version,
            Key = Bytes("/any/key"),
        };

        var plan = TxnMapping.Plan(Txn([compare], [Put("/any/key", "v")], []), Rules.IsOfServices, isAlone: false);

        Assert.Equal(isServed, plan.Fault is null);
        Assert.True(!isServed || plan.Value.Absent.IsEmpty);
    }

    [Fact]
    public void A_key_may_be_deleted_twice_and_the_store_is_told_once()
    {
        var one = new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = Bytes("k") } };
        var plan = Plan(Txn([], [one, one.Clone(), Delete("d", "m"), Delete("d", "m"), Put("z", "")], []));

        Assert.Null(plan.Fault);
        Assert.Equal(
            [typeof(KeyWrite.Put), typeof(KeyWrite.DeleteRange)],
            TxnMapping.Batch(plan.Value.Success, [], Keys).Writes.Select(w => w.GetType()));
    }

    [Fact]
    public void A_compare_on_a_key_that_is_not_put_is_a_lock_and_refused() =>
        Assert.Equal(TxnMapping.Compared, Plan(Txn([Absent("/services/lock")], [Put("/services/k", "v")], [])).Fault);

    [Fact]
    public void A_compare_over_a_range_is_refused()
    {
        var compare = Absent("/services/k");
        compare.RangeEnd = Bytes("/services/l");

        Assert.Equal(TxnMapping.Compared, Plan(Txn([compare], [Put("/services/k", "v")], [])).Fault);
    }

    [Fact]
    public void Outside_the_service_prefix_nothing_is_compared() =>
        Assert.Equal(TxnMapping.Compared, Plan(Txn([Absent("/locks/k")], [Put("/locks/k", "v")], [])).Fault);

    [Fact]
    public void Asking_for_the_oldest_of_many_is_a_queue_and_refused()
    {
        var oldest = Get("/services/lock/");
        oldest.RequestRange.RangeEnd = Bytes("/services/lock0");

        Assert.Equal(TxnMapping.Compared, Plan(Txn([Absent("/services/lock/1")], [Put("/services/lock/1", ""), oldest], [])).Fault);
    }

    [Fact]
    public void Bounds_and_malformed_operations_have_etcds_errors()
    {
        Assert.Equal(EtcdFault.TooManyOps, Plan(Txn([], Enumerable.Range(0, 129).Select(i => Put($"{i}", "")), [])).Fault);
        Assert.Null(Plan(Txn([], Enumerable.Range(0, 128).Select(i => Put($"{i}", "")), [])).Fault);
        Assert.Equal(EtcdFault.DuplicateKey, Plan(Txn([], [Put("k", "1"), Put("k", "2")], [])).Fault);
        Assert.Equal(EtcdFault.DuplicateKey, Plan(Txn([], [Put("k", "1"), Delete("a", "z")], [])).Fault);
        Assert.Equal(EtcdFault.EmptyKey, Plan(Txn([], [Put("", "1")], [])).Fault);
        Assert.Equal(EtcdFault.EmptyKey, Plan(Txn([Absent("")], [Put("k", "1")], [])).Fault);
        Assert.Equal(EtcdFault.KeyNotFound, Plan(Txn([], [new RequestOp()], [])).Fault);
        Assert.Equal(TxnMapping.Nested, Plan(Txn([], [new RequestOp { RequestTxn = new TxnRequest() }], [])).Fault);
    }

    private static EtcdAnswer<TxnPlan> Plan(TxnRequest request) => TxnMapping.Plan(request, Rules.IsOfServices);

    private static Compare Absent(string key) =>
        new() { Target = CompareTarget.Create, Key = Bytes(key), CreateRevision = 0 };

    private static TxnRequest Txn(IEnumerable<Compare> compares, IEnumerable<RequestOp> success, IEnumerable<RequestOp> failure) =>
        new() { Compare = { compares }, Success = { success }, Failure = { failure } };

    private static RequestOp Put(string key, string value) =>
        new() { RequestPut = new PutRequest { Key = Bytes(key), Value = Bytes(value) } };

    private static RequestOp Get(string key) => new() { RequestRange = new RangeRequest { Key = Bytes(key) } };

    private static RequestOp Delete(string from, string to) =>
        new() { RequestDeleteRange = new DeleteRangeRequest { Key = Bytes(from), RangeEnd = Bytes(to) } };

    private static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);
}
