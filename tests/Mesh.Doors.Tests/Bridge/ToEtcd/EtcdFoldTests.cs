using System.Text;
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
    public void Copies_are_written_as_an_address_or_as_the_record_of_the_naming_package()
    {
        var copy = Entries.Instance("web", 80) with { Metadata = Mesh.Catalog.ValueMap<string>.From([new("k", "v")]) };
        Assert.Equal("10.0.0.1:80", Encoding.UTF8.GetString(new EtcdFormat("/services/", false).ValueOf(copy)));
        Assert.Equal(
            """{"Op":0,"Addr":"10.0.0.1:80","Metadata":{"k":"v"}}""",
            Encoding.UTF8.GetString(new EtcdFormat("/services/", true).ValueOf(copy)));
        Assert.Equal(
            "/services/web/[::1]:80",
            new EtcdFormat("/services/", false).KeyOf(
                Entries.Mesh, Entries.Native("web/x", "web", 80) with { Instance = copy with { Host = "::1" } }));
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
