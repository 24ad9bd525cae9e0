using System.Text;
using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Etcd;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>Instances as the clients of each layout find them.</summary>
public sealed class InstanceLayoutTests
{
    private static readonly InstanceRules Rules = new(EtcdPrefixes.Default);
    private static readonly string[] Hosts = ["10.0.0.1", "::1", "host.example"];

    [Theory]
    [InlineData("address", "/services/orders/10.0.0.1:80", "10.0.0.1:80")]
    [InlineData("naming", "/services/orders/10.0.0.1:80", """{"Op":0,"Addr":"10.0.0.1:80","Metadata":{"team":"a b"}}""")]
    [InlineData(
        "kratos",
        "/microservices/orders/o-1",
        """{"id":"o-1","name":"orders","version":"v2","metadata":{"team":"a b"},"endpoints":["grpc://10.0.0.1:80","admin://10.0.0.1:81"]}""")]
    [InlineData(
        "micro",
        "/micro/registry/orders/o-1",
        """{"name":"orders","version":"v2","metadata":null,"endpoints":[],"nodes":[{"id":"o-1","address":"10.0.0.1:80","metadata":{"team":"a b"}}]}""")]
    [InlineData(
        "kitex", "kitex/registry-etcd/orders/10.0.0.1:80", """{"network":"tcp","address":"10.0.0.1:80","weight":3,"tags":{"team":"a b"}}""")]
    [InlineData("goframe", "/service/default/default/orders/v2/10.0.0.1:80", """{"team":"a b"}""")]
    [InlineData(
        "dubbo",
        "/services/orders/10.0.0.1:80",
        """{"ID":"10.0.0.1:80","ServiceName":"orders","Host":"10.0.0.1","Port":80,"Weight":3,"Enable":true,"Healthy":true,"Metadata":{"team":"a b"},"Tag":"blue"}""")]
    [InlineData(
        "dubbo-interface",
        "/dubbo/orders/providers/grpc%3A%2F%2F10.0.0.1%3A80%2Forders%3Fcategory%3Dproviders%26interface%3Dorders%26team%3Da%2Bb%26version%3Dv2%26weight%3D3",
        "")]
    [InlineData("rpcx", "rpcx_test/orders/tcp@10.0.0.1:80", "team=a+b&weight=3")]
    [InlineData("skydns", "/skydns/local/skydns/orders/o-1", """{"host":"10.0.0.1","port":80,"weight":3}""")]
    public void An_instance_is_written_as_the_layouts_own_clients_write_it(string name, string key, string value)
    {
        var layout = Rules.Layout(name);

        Assert.Equal((key, value), (layout.KeyOf(Orders()), Encoding.UTF8.GetString(layout.ValueOf(Orders()))));
    }

    [Fact]
    public void Every_layout_has_a_name_and_an_example_here() => Assert.Equal(
        ["address", "kratos", "micro", "kitex", "goframe", "skydns", "dubbo-interface", "dubbo", "naming", "rpcx"], InstanceRules.Names);

    [Fact]
    public void What_is_written_is_read_back_with_its_address_in_every_layout()
    {
        var name = Gen.Char["abcXYZ.-_019"].Array[1, 12].Select(c => new string(c));
        var text = Gen.Char["ab/=&%+ é\"'?#:@"].Array[0, 8].Select(c => new string(c));
        Check.Sample(
            Gen.Select(name, name, Gen.Int[0, 2].Select(i => Hosts[i]), Gen.Int[1, 65_535], Gen.Select(text, text).Array[0, 3]),
            (service, id, host, port, metadata) =>
            {
                var instance = new ServiceInstance
                {
                    Service = ServiceName.Parse(service),
                    Id = InstanceId.Parse(id),
                    Host = host,
                    Port = port,
                    Metadata = ValueMap<string>.From(metadata.Where(e => e.Item1.Length > 0).Select(e => KeyValuePair.Create(e.Item1, e.Item2))),
                };
                foreach (var layout in Rules.Layouts)
                {
                    if (layout.KeyOf(instance) is not { } key || Octets.Utf8(key).Length > KeyValueLimits.KeyLength)
                        continue;
                    // A name with an empty label is none of DNS, and the path of such a one is another's.
                    if (layout.Name == "skydns" && instance.Service.Value.Split('.').Contains(""))
                        continue;
                    var read = Rules.Derive(Octets.Utf8(key), Octets.Wrap(layout.ValueOf(instance)));
                    Assert.True(
                        read is not null && (read.Service, read.Host, read.Port) == (instance.Service, host, port),
                        $"{layout.Name}: {key} is {read?.Key} at {read?.Host}:{read?.Port}");
                }
            });
    }

    [Theory]
    [InlineData("o-1", "o-1")]
    [InlineData("10.0.0.1:80", "10-0-0-1-80-")]
    [InlineData("O-1", "-1-")]
    [InlineData("ö", "")]
    public void An_id_that_is_no_label_of_dns_gets_one_of_its_own(string id, string begin)
    {
        var key = Rules.Layout("skydns").KeyOf(Orders() with { Id = InstanceId.Parse(id) })!;

        var label = key["/skydns/local/skydns/orders/".Length..];
        Assert.StartsWith(begin.TrimStart('-'), label, StringComparison.Ordinal);
        Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", label);
    }

    [Fact]
    public void An_interface_of_dubbo_keeps_the_writing_of_its_provider()
    {
        const string Key =
            "/dubbo/org.apache.UserProvider/providers/tri%3A%2F%2F10.0.0.1%3A20000%2Forg.apache.UserProvider%3Fcategory%3Dproviders%26interface%3Dorg.apache.UserProvider%26methods%3DGetUser";

        var read = Rules.Derive(Octets.Utf8(Key), default)!;

        Assert.Equal("org.apache.userprovider", read.Service.Value);
        Assert.Equal(Key, Rules.Layout("dubbo-interface").KeyOf(read));
    }

    [Theory]
    [InlineData("address", "naming")]
    [InlineData("dubbo", "address")]
    public void Layouts_with_the_same_keys_are_not_shown_together(string one, string other)
    {
        var options = new EtcdOptions { Shown = { one, "kitex", other } };

        var refused = new EtcdOptionsValidator().Validate(null, options);

        Assert.Contains($"Mesh:Etcd:Shown: '{one},{other}' must be one of them", refused.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_that_is_unknown_is_refused_with_those_that_are()
    {
        var refused = new EtcdOptionsValidator().Validate(null, new EtcdOptions { Shown = { "eureka" } });

        Assert.Contains("must be of address, kratos", refused.FailureMessage, StringComparison.Ordinal);
    }

    private static ServiceInstance Orders() => new()
    {
        Service = ServiceName.Parse("orders"),
        Id = InstanceId.Parse("o-1"),
        Host = "10.0.0.1",
        Port = 80,
        Ports = ValueMap<int>.From([new("grpc", 80), new("admin", 81)]),
        Version = "v2",
        Weight = 3,
        Tags = ["blue"],
        Metadata = ValueMap<string>.From([new("team", "a b")]),
    };
}
