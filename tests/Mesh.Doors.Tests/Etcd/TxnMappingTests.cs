using Google.Protobuf;
using Grpc.Core;
using Mesh.KeyValues;
using Mesh.Node.Etcd;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.Compare.Types;

namespace Mesh.Doors.Tests.Etcd;

public sealed class TxnMappingTests
{
    [Fact]
    public void Put_if_the_same_key_does_not_exist_is_served()
    {
        var plan = TxnMapping.Plan(Txn([Absent("k")], [Put("k", "v")], [Get("k")]));

        Assert.Null(plan.Fault);
        Assert.Equal([Octets.Utf8("k")], plan.Value.Absent);
        Assert.Equal([new KeyCondition(Octets.Utf8("k"), 0)], TxnMapping.Batch(plan.Value.Success, plan.Value.Absent).Conditions);
        Assert.Empty(TxnMapping.Batch(plan.Value.Failure, []).Writes);
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
            Key = Bytes("k"),
        };
        if (compare.Target is CompareTarget.Create)
            compare.CreateRevision = number;

        var plan = TxnMapping.Plan(Txn([compare], [Put("k", "v")], []));

        Assert.Equal(StatusCode.Unimplemented, plan.Fault?.Code);
        Assert.Contains("agreement between all nodes", plan.Fault!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compare_on_a_key_that_is_not_put_is_a_lock_and_refused() =>
        Assert.Equal(TxnMapping.Compared, TxnMapping.Plan(Txn([Absent("lock")], [Put("k", "v")], [])).Fault);

    [Fact]
    public void A_compare_over_a_range_is_refused()
    {
        var compare = Absent("k");
        compare.RangeEnd = Bytes("l");

        Assert.Equal(TxnMapping.Compared, TxnMapping.Plan(Txn([compare], [Put("k", "v")], [])).Fault);
    }

    [Fact]
    public void Bounds_and_malformed_operations_have_etcds_errors()
    {
        Assert.Equal(EtcdFault.TooManyOps, TxnMapping.Plan(Txn([], Enumerable.Range(0, 129).Select(i => Put($"{i}", "")), [])).Fault);
        Assert.Null(TxnMapping.Plan(Txn([], Enumerable.Range(0, 128).Select(i => Put($"{i}", "")), [])).Fault);
        Assert.Equal(EtcdFault.DuplicateKey, TxnMapping.Plan(Txn([], [Put("k", "1"), Put("k", "2")], [])).Fault);
        Assert.Equal(EtcdFault.DuplicateKey, TxnMapping.Plan(Txn([], [Put("k", "1"), Delete("a", "z")], [])).Fault);
        Assert.Equal(EtcdFault.EmptyKey, TxnMapping.Plan(Txn([], [Put("", "1")], [])).Fault);
        Assert.Equal(EtcdFault.EmptyKey, TxnMapping.Plan(Txn([Absent("")], [Put("k", "1")], [])).Fault);
        Assert.Equal(EtcdFault.KeyNotFound, TxnMapping.Plan(Txn([], [new RequestOp()], [])).Fault);
        Assert.Equal(TxnMapping.Nested, TxnMapping.Plan(Txn([], [new RequestOp { RequestTxn = new TxnRequest() }], [])).Fault);
    }

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
