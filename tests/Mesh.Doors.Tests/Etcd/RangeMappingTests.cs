using System.Collections.Immutable;
using CsCheck;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.RangeRequest.Types;
using KeyValue = Mesh.KeyValues.KeyValue;

namespace Mesh.Doors.Tests.Etcd;

public sealed class RangeMappingTests
{
    private static readonly EtcdIdentity Self = new("mesh", () => "http://127.0.0.1:2379");

    private static readonly Gen<byte[]> Key = Gen.Byte[0, 3].Array[1, 3];

    private static readonly Gen<ImmutableList<KeyValue>> Entries =
        from all in Gen.Select(Key, Gen.Byte.Array[0, 3], Gen.Long[1, 5], Gen.Long[1, 5], Gen.Long[1, 3]).Array[0, 12]
        select all
            .Select(e => new KeyValue(Octets.Wrap(e.Item1), Octets.Wrap(e.Item2), e.Item3, e.Item4, e.Item5, e.Item5 % 2, 0, new Owner("a:1", 1)))
            .DistinctBy(e => e.Key).OrderBy(e => e.Key).ToImmutableList();

    private static readonly Gen<RangeRequest> Requests =
        from key in Key
        from end in Gen.OneOf(Gen.Const(Array.Empty<byte>()), Gen.Const(new byte[] { 0 }), Key)
        from sort in Gen.Select(Gen.Enum<SortOrder>(), Gen.Enum<SortTarget>())
        from limit in Gen.Long[-1, 4]
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        from bounds in Gen.Long[0, 4].Array[4]
        select new RangeRequest
        {
            Key = ByteString.CopyFrom(key),
            RangeEnd = ByteString.CopyFrom(end),
            SortOrder = sort.Item1,
            SortTarget = sort.Item2,
            Limit = limit,
            KeysOnly = flags.Item1,
            CountOnly = flags.Item2,
            MinModRevision = bounds[0],
            MaxModRevision = bounds[1],
            MinCreateRevision = bounds[2],
            MaxCreateRevision = bounds[3],
        };

    [Fact]
    public void A_range_is_what_the_rules_say_spelled_out() => Gen.Select(Entries, Requests).Sample((entries, request) =>
    {
        var reply = RangeMapping.Answer(request, Of(entries), Self, 7).ToProto();
        var (kvs, more, count) = Naive(entries, request);

        Assert.Equal(count, reply.Count);
        Assert.Equal(more, reply.More);
        Assert.Equal(kvs.Select(k => KvMapping.Of(k, request.KeysOnly)), reply.Kvs);
    });

    [Fact]
    public void What_is_written_to_the_wire_is_what_generated_code_reads() => Gen.Select(Entries, Requests).Sample((entries, request) =>
    {
        var reply = RangeMapping.Answer(request, Of(entries), Self, long.MaxValue);

        Assert.Equal(reply.ToProto().ToByteArray(), RangeWire.ToArray(reply));
    });

    [Fact]
    public void An_empty_key_is_refused_in_etcds_words() =>
        Assert.Equal("etcdserver: key is not provided", RangeMapping.Check(new RangeRequest())!.Text);

    private static SnapshotEntries Of(ImmutableList<KeyValue> entries) => new(new KeyValueSnapshot(7, entries, []));

    private static (List<KeyValue> Kvs, bool More, int Count) Naive(ImmutableList<KeyValue> entries, RangeRequest r)
    {
        var key = Octets.Wrap(r.Key.ToByteArray());
        var end = Octets.Wrap(r.RangeEnd.ToByteArray());
        bool Within(KeyValue e) => end.IsEmpty ? e.Key == key : e.Key >= key && (end.Span is [0] || e.Key < end);
        var all = entries.Where(Within).ToList();
        if (r.CountOnly)
            return ([], false, all.Count);
        var kept = all.Where(e =>
            (r.MinModRevision == 0 || e.ModRevision >= r.MinModRevision) && (r.MaxModRevision == 0 || e.ModRevision <= r.MaxModRevision)
            && (r.MinCreateRevision == 0 || e.CreateRevision >= r.MinCreateRevision) && (r.MaxCreateRevision == 0 || e.CreateRevision <= r.MaxCreateRevision));
        var order = Comparer<KeyValue>.Create((a, b) => r.SortTarget switch
        {
            SortTarget.Version => a.Version.CompareTo(b.Version),
            SortTarget.Create => a.CreateRevision.CompareTo(b.CreateRevision),
            SortTarget.Mod => a.ModRevision.CompareTo(b.ModRevision),
            SortTarget.Value => a.Value.CompareTo(b.Value),
            _ => a.Key.CompareTo(b.Key),
        });
        var sorted = (r.SortOrder is SortOrder.Descend ? kept.OrderByDescending(e => e, order) : kept.OrderBy(e => e, order)).ToList();
        var isCut = r.Limit > 0 && sorted.Count > r.Limit;
        return (isCut ? [.. sorted.Take((int)r.Limit)] : sorted, isCut, all.Count);
    }
}
