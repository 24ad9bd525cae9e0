using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Etcd;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>Keys and values as the clients of each layout write them, and the instance that each is.</summary>
public sealed class InstanceRulesTests
{
    private static readonly InstanceRules Rules = new(EtcdPrefixes.Default);

    [Theory]
    [InlineData("/services/orders/10.0.0.1:80", "", "orders/10.0.0.1:80 at 10.0.0.1:80")]
    [InlineData("/services/Orders/10.0.0.1:80", "10.0.0.1:80", "orders/10.0.0.1:80 at 10.0.0.1:80")]
    [InlineData("/services/orders/o-1", "10.0.0.1:80", "orders/o-1 at 10.0.0.1:80")]
    [InlineData("/services/orders/[::1]:80", "", "orders/[::1]:80 at ::1:80")]
    [InlineData("/services/orders/host.example:65535", "", "orders/host.example:65535 at host.example:65535")]
    [InlineData(
        "/services/orders/10.0.0.1:80",
        """{"Op":0,"Addr":"10.0.0.1:80","Metadata":{"zone":"a","weight":3,"nested":{"x":1}}}""",
        "orders/10.0.0.1:80 at 10.0.0.1:80 weight=3,zone=a")]
    [InlineData("shop/orders/a1", """{"Op":0,"Addr":"10.0.0.1:80","Metadata":null}""", "orders/a1 at 10.0.0.1:80")]
    [InlineData(
        "/microservices/hello/9f3",
        """{"id":"9f3","name":"hello","version":"v2","metadata":{"k":"v"},"endpoints":["http://10.0.0.1:8000?isSecure=false","grpc://10.0.0.1:9000"]}""",
        "hello/9f3 at 10.0.0.1:8000 v2 k=v grpc=9000,http=8000")]
    [InlineData(
        "/micro/registry/greeter/greeter-1",
        """{"name":"greeter","version":"latest","metadata":null,"endpoints":[],"nodes":[{"id":"greeter-1","address":"10.0.0.1:7000","metadata":{"protocol":"grpc"}}]}""",
        "greeter/greeter-1 at 10.0.0.1:7000 latest protocol=grpc")]
    [InlineData("user.rpc/7587870294134325012", "10.0.0.1:8080", "user.rpc/7587870294134325012 at 10.0.0.1:8080")]
    [InlineData(
        "kitex/registry-etcd/shop.cart/10.0.0.1:8888",
        """{"network":"tcp","address":"10.0.0.1:8888","weight":20,"tags":{"cluster":"a"}}""",
        "shop.cart/10.0.0.1:8888 at 10.0.0.1:8888 weight 20 cluster=a")]
    [InlineData(
        "kitex/registry-etcd/shop.cart/10.0.0.1:8888",
        """{"network":"tcp","address":"10.0.0.1:8888","weight":0,"tags":null}""",
        "shop.cart/10.0.0.1:8888 at 10.0.0.1:8888 weight 10")]
    [InlineData("/service/default/default/orders/latest/10.0.0.1:8000", "", "orders/10.0.0.1:8000 at 10.0.0.1:8000")]
    [InlineData(
        "/service/default/default/orders/v2/10.0.0.1:8000,10.0.1.1:8000",
        """{"protocol":"grpc","insecure":true}""",
        "orders/10.0.0.1:8000,10.0.1.1:8000 at 10.0.0.1:8000 v2 insecure=true,protocol=grpc")]
    [InlineData(
        "/services/user-app/10.0.0.1:20880",
        """{"ID":"","ServiceName":"user-app","Host":"10.0.0.1","Port":20880,"Weight":0,"Enable":true,"Healthy":true,"Metadata":{"dubbo.metadata.revision":"9"},"ServiceMetadata":null,"Address":"10.0.0.1:20880","Tag":"gray"}""",
        "user-app/10.0.0.1:20880 at 10.0.0.1:20880 weight 100 dubbo.metadata.revision=9 [gray]")]
    [InlineData(
        "/dubbo/org.apache.UserProvider/providers/dubbo%3A%2F%2F10.0.0.1%3A20000%2Forg.apache.UserProvider%3Fgroup%3Da%26interface%3Dorg.apache.UserProvider%26methods%3DGetUser%2CGetUsers%26version%3D1.0",
        "",
        "org.apache.userprovider/10.0.0.1:20000?group=a&version=1.0 at 10.0.0.1:20000 1.0 weight 100 group=a,interface=org.apache.UserProvider,methods=GetUser,GetUsers,version=1.0 dubbo=20000")]
    [InlineData("rpcx_test/Arith/tcp@10.0.0.1:8972", "group=test&weight=5", "arith/tcp@10.0.0.1:8972 at 10.0.0.1:8972 weight 5 group=test tcp=8972")]
    [InlineData("/any/base/Arith/quic@[::1]:8972", "", "arith/quic@[::1]:8972 at ::1:8972 quic=8972")]
    [InlineData("/skydns/local/skydns/rails/1", """{"host":"10.0.0.1","port":8080}""", "rails/1 at 10.0.0.1:8080")]
    [InlineData(
        "/skydns/local/skydns/east/production/rails/a",
        """{"host":"app1.example.com","port":8080,"priority":20,"weight":30,"text":"hello","ttl":60}""",
        "rails.production.east/a at app1.example.com:8080 weight 30 priority=20,text=hello")]
    public void A_key_of_a_known_layout_is_an_instance(string key, string value, string expected)
    {
        var instance = Rules.Derive(Octets.Utf8(key), Octets.Utf8(value));

        Assert.Equal(expected, Text(instance));
        Assert.Equal(InstanceStatus.Passing, instance!.Status);
    }

    [Theory]
    [InlineData("/services/orders", "")]
    [InlineData("/services/orders/", "")]
    [InlineData("/services//10.0.0.1:80", "")]
    [InlineData("/services/orders/a/10.0.0.1:80", "")]
    [InlineData("/services/orders/10.0.0.1", "")]
    [InlineData("/services/orders/10.0.0.1:0", "")]
    [InlineData("/services/orders/10.0.0.1:65536", "")]
    [InlineData("/services/orders/0.0.0.0:80", "")]
    [InlineData("/services/no such name/10.0.0.1:80", "")]
    [InlineData("/services/orders/o-1", "words")]
    [InlineData("/services/orders/10.0.0.1:80", """{"Op":7,"Addr":"10.0.0.1:80"}""")]
    [InlineData("/services/orders/10.0.0.1:80", """{"Op":0,"Addr":"nowhere"}""")]
    [InlineData("/services/orders/10.0.0.1:80", """{"Op":0,"Addr":"10.0.0.1:80"} trailing""")]
    [InlineData("/services/orders/10.0.0.1:80", """{"Op":0,"Addr":"\ud800"}""")]
    [InlineData("/microservices/hello/9f3", """{"endpoints":[]}""")]
    [InlineData("/microservices/hello/9f3", """{"endpoints":"http://10.0.0.1:1"}""")]
    [InlineData("/microservices/hello/9f3", "{")]
    [InlineData("/micro/registry/greeter/greeter-1", """{"nodes":[]}""")]
    [InlineData("/micro/registry/greeter/greeter-1", """{"nodes":[1]}""")]
    [InlineData("user.rpc/123", "10.0.0.1:8080")]
    [InlineData("config/app", "10.0.0.1:8080")]
    [InlineData("kitex/registry-etcd/orders/sock", """{"network":"unix","address":"/tmp/kitex.sock","weight":10}""")]
    [InlineData("kitex/registry-etcd/orders", """{"network":"tcp","address":"10.0.0.1:1"}""")]
    [InlineData("/service/default/default/orders/10.0.0.1:8000", "{}")]
    [InlineData("/service/default/other/orders/latest/10.0.0.1:8000", "{}")]
    [InlineData("/service/default/default/orders/latest/10.0.0.1:8000", "{")]
    [InlineData("/services/user-app/10.0.0.1:20880", """{"ServiceName":"user-app","Host":"10.0.0.1"}""")]
    [InlineData("/dubbo/org.apache.UserProvider/consumers/consumer%3A%2F%2F10.0.0.1%2Forg.apache.UserProvider", "")]
    [InlineData("/dubbo/org.apache.UserProvider/providers/nothing", "")]
    [InlineData("/dubbo/org.apache.UserProvider/providers", "")]
    [InlineData("users/bob@10.0.0.1:80", "")]
    [InlineData("rpcx_test", "rpcx_path")]
    [InlineData("rpcx_test/Arith/tcp@nowhere", "")]
    [InlineData("tcp@10.0.0.1:8972", "")]
    [InlineData("/skydns/local/skydns/x1", """{"host":"10.0.0.1","port":80}""")]
    [InlineData("/skydns/local/skydns/rails/1", """{"host":"10.0.0.1"}""")]
    [InlineData("/skydns/local/skydns/rails/1", """{"host":"10.0.0.1","port":25,"mail":true}""")]
    [InlineData("/skydns/arpa/in-addr/10/0/0/127", """{"host":"reverse.skydns.local","port":80}""")]
    [InlineData("k", "v")]
    public void Anything_else_stays_a_plain_key(string key, string value) =>
        Assert.Null(Rules.Derive(Octets.Utf8(key), Octets.Utf8(value)));

    [Fact]
    public void A_provider_that_takes_no_calls_is_critical()
    {
        (string Key, string Value)[] closed =
        [
            ("/services/app/10.0.0.1:1", """{"ServiceName":"app","Host":"10.0.0.1","Port":1,"Enable":false}"""),
            ("/services/app/10.0.0.1:1", """{"ServiceName":"app","Host":"10.0.0.1","Port":1,"Healthy":false}"""),
            ("/dubbo/app/providers/dubbo%3A%2F%2F10.0.0.1%3A1%2Fapp%3Fdisabled%3Dtrue", ""),
            ("rpcx_test/app/tcp@10.0.0.1:1", "state=inactive"),
        ];

        Assert.All(closed, c => Assert.Equal(InstanceStatus.Critical, Rules.Derive(Octets.Utf8(c.Key), Octets.Utf8(c.Value))?.Status));
    }

    [Fact]
    public void A_key_that_is_no_text_stays_a_plain_key() =>
        Assert.Null(Rules.Derive(Octets.Wrap([.. "/services/orders/"u8, 0xff, .. ":80"u8]), default));

    [Fact]
    public void Prefixes_can_be_chosen()
    {
        var rules = new InstanceRules(EtcdPrefixes.Default with { Service = "/registry/" });

        Assert.NotNull(rules.Derive(Octets.Utf8("/registry/orders/10.0.0.1:80"), default));
        Assert.Null(rules.Derive(Octets.Utf8("/services/orders/10.0.0.1:80"), default));
    }

    [Theory]
    [InlineData("services/", false)]
    [InlineData("/services", false)]
    [InlineData("/", false)]
    [InlineData("/micro/registry/", false)]
    [InlineData("/x/", true)]
    [InlineData("/dubbo/", false)]
    public void A_prefix_that_mixes_keys_up_is_refused(string prefix, bool isLegal) => Assert.Equal(
        isLegal, new EtcdOptionsValidator().Validate(null, new EtcdOptions { ServicePrefix = prefix }).Succeeded);

    [Fact]
    public void Whatever_is_written_derives_a_legal_instance_or_none()
    {
        string[] pieces =
        [
            .. EtcdPrefixes.Default.All, "a", "/", ":80", "10.0.0.1", "{\"Addr\":\"", "\"}", "\\ud800", "\0", "é", "tcp@", "/providers/", "%3A%2F%2F",
            "dubbo", "{\"host\":\"", "\",\"port\":80", "{\"ServiceName\":1,\"Host\":\"", "\",\"Port\":80", "&=%", "{\"address\":\"",
        ];
        var piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Check.Sample(
            Gen.Select(piece.Array[0, 8], piece.Array[0, 8]),
            parts =>
            {
                var instance = Rules.Derive(Octets.Utf8(string.Concat(parts.Item1)), Octets.Utf8(string.Concat(parts.Item2)));
                return instance is null || InstanceValidation.Check(instance).Count == 0;
            });
    }

    private static string Text(ServiceInstance? i) => i is null
        ? "none"
        : string.Join(
            ' ',
            new[]
            {
                $"{i.Key} at {i.Host}:{i.Port}", i.Version, i.Weight == 1 ? "" : $"weight {i.Weight}", $"{i.Metadata}", $"{i.Ports}",
                i.Tags.Count == 0 ? "" : $"[{string.Join(',', i.Tags)}]",
            }.Where(t => t.Length > 0));
}
