using Google.Protobuf;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToEtcd;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Doors.Tests.Bridge.ToEtcd;

public sealed class EtcdFoldTests
{
    private const string Key = "/services/web/10.0.0.1:80";
    private static readonly OriginMark Mark = new(Entries.Mesh, "b1", "4", "abcd");
    private readonly EtcdFold _fold = new(new EtcdMapping(new InstanceRules(EtcdPrefixes.Default)));

    [Fact]
    public void Keys_of_every_known_layout_are_instances_and_others_are_not()
    {
        _fold.Replace(
        [
            Item(Key, ""),
            Item("/services/api/one", "{\"Op\":0,\"Addr\":\"10.0.0.2:81\",\"Metadata\":{\"zone\":\"a\"}}"),
            Item("/microservices/pay/i-1", "{\"id\":\"i-1\",\"name\":\"pay\",\"version\":\"v2\",\"metadata\":{},\"endpoints\":[\"grpc://10.0.0.3:9000\"]}"),
            Item("/micro/registry/mail/n-1", "{\"name\":\"mail\",\"version\":\"1\",\"nodes\":[{\"id\":\"n-1\",\"address\":\"10.0.0.4:82\"}]}"),
            Item("/services/readme", "not an instance"),
        ]);
        Assert.Equal(
            ["api at 10.0.0.2:81", "mail at 10.0.0.4:82", "pay at 10.0.0.3:9000", "web at 10.0.0.1:80"],
            View().Entries.Select(e => e.Instance.Address.ToString()).Order(StringComparer.Ordinal));
        Assert.All(View().Entries, e => Assert.Null(e.Mark));
    }

    [Fact]
    public void A_key_with_a_mark_on_the_same_lease_is_a_copy()
    {
        _fold.Replace([Item(Key, "10.0.0.1:80", lease: 7), MarkItem(lease: 7)]);
        Assert.Equal(Mark, Assert.Single(View().Entries).Mark);
        Assert.NotNull(_fold.FindCopy(Key, "b1"));
        Assert.Null(_fold.FindCopy(Key, "b2"));
    }

    [Fact]
    public void A_copy_that_a_service_overwrote_is_native_again()
    {
        _fold.Replace([Item(Key, "10.0.0.1:80", lease: 7), MarkItem(lease: 7)]);
        _fold.Apply(new Event { Type = Event.Types.EventType.Put, Kv = Item(Key, "10.0.0.1:80", lease: 8) });
        Assert.Null(Assert.Single(View().Entries).Mark);
        Assert.Null(_fold.FindCopy(Key, "b1"));
    }

    [Fact]
    public void Deletes_take_keys_and_marks_away()
    {
        _fold.Replace([Item(Key, "10.0.0.1:80", lease: 7), MarkItem(lease: 7)]);
        _fold.Apply(new Event { Type = Event.Types.EventType.Delete, Kv = Item(EtcdKeys.Mark(Key), "") });
        Assert.Null(Assert.Single(View().Entries).Mark);
        _fold.Apply(new Event { Type = Event.Types.EventType.Delete, Kv = Item(Key, "") });
        Assert.Empty(View().Entries);
    }

    [Fact]
    public void Marks_and_keys_that_are_no_text_harm_nothing()
    {
        _fold.Replace(
        [
            new KeyValue { Key = ByteString.CopyFrom(0xff, 0x2f), Value = ByteString.Empty, ModRevision = 1 },
            Item(EtcdKeys.Mark(Key), "{broken", lease: 7),
            Item(Key, "", lease: 7),
        ]);
        var mark = Assert.Single(View().Entries).Mark;
        Assert.Equal("unknown/unknown", mark!.Origin.ToString());
        Assert.Null(_fold.FindCopy(Key, "b1"));
    }

    [Fact]
    public void A_copy_is_written_in_the_layout_that_was_asked_for_and_read_back_with_its_address()
    {
        var rules = new InstanceRules(EtcdPrefixes.Default);
        var copy = Entries.Instance("web", 80) with { Host = "::1", Metadata = Mesh.Catalog.ValueMap<string>.From([new("k", "v")]), Weight = 7 };
        var original = Entries.Native("web/x", "web", 80) with { Instance = copy };

        Assert.Equal("/services/web/[::1]:80", new EtcdFormat(rules.Layout("address")).KeyOf(Entries.Mesh, original));
        foreach (var format in rules.Layouts.Select(l => new EtcdFormat(l)))
        {
            Assert.Null(format.Refuses(Entries.Mesh, original));
            var read = new EtcdMapping(rules).ToInstance(format.KeyOf(Entries.Mesh, original), format.ValueOf(copy))!;
            Assert.Equal(copy.Address, read.Address);
        }

        Assert.Equal(7, new EtcdMapping(rules).ToInstance("kitex/registry-etcd/web/[::1]:80", new EtcdFormat(rules.Layout("kitex")).ValueOf(copy))!.Weight);
    }

    [Fact]
    public void What_has_no_key_in_the_layout_is_refused_with_the_reason()
    {
        var original = Entries.Native("web/x", "web", 80);
        original = original with { Instance = original.Instance with { Version = "a/b" } };

        Assert.Equal(
            "address: there is no key for it in the layout goframe",
            new EtcdFormat(new GoFrameRule("/service/default/default/")).Refuses(Entries.Mesh, original));
    }

    [Fact]
    public void An_original_that_takes_no_calls_is_not_offered()
    {
        var rules = new InstanceRules(EtcdPrefixes.Default);
        var closed = new EtcdMapping(rules).ToInstance("rpcx_test/web/tcp@10.0.0.1:80", "state=inactive"u8);

        Assert.False(EtcdMapping.ToEntry("k", new EtcdEntry(1, 0, closed), null).IsOffered);
    }

    private SideView View() => _fold.ToView(isLive: true);

    private static KeyValue MarkItem(long lease) => new()
    {
        Key = ByteString.CopyFromUtf8(EtcdKeys.Mark(Key)),
        Value = ByteString.CopyFrom(EtcdKeys.ToJson(Mark)),
        Lease = lease,
        ModRevision = 3,
    };

    private static KeyValue Item(string key, string value, long lease = 0) => new()
    {
        Key = ByteString.CopyFromUtf8(key),
        Value = ByteString.CopyFromUtf8(value),
        Lease = lease,
        ModRevision = 3,
    };
}
