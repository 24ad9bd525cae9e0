using Mesh.Catalog;
using Mesh.Client.Registration;

namespace Mesh.Client.Tests.Registration;

public sealed class RegistrationPlanTests
{
    private readonly MeshClientOptions _options = new() { Host = "10.0.0.7", Zone = "z1" };

    [Theory]
    [InlineData("http://127.0.0.1:5000", "http", "127.0.0.1", 5000)]
    [InlineData("https://*:443", "https", null, 443)]
    [InlineData("http://+:80", "http", null, 80)]
    [InlineData("http://0.0.0.0:8080", "http", null, 8080)]
    [InlineData("http://[::]:8080", "http", null, 8080)]
    [InlineData("http://[::1]:8080", "http", "::1", 8080)]
    [InlineData("http://orders-1:8080", "http", "orders-1", 8080)]
    public void Server_address_is_read(string text, string scheme, string? host, int port) =>
        Assert.Equal(new ServerAddress(scheme, host, port), ServerAddress.Parse(text));

    [Theory]
    [InlineData("http://unix:/tmp/kestrel.sock")]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:0")]
    public void Address_that_is_no_tcp_port_is_left_out(string text) => Assert.Null(ServerAddress.Parse(text));

    [Fact]
    public void What_is_left_out_comes_from_the_server_and_the_node()
    {
        var instance = Complete(new ServiceRegistration { Service = "Orders" }, new ServerAddress("http", null, 8080));

        Assert.Equal(("orders", "orders-10.0.0.7-8080"), (instance.Service.Value, instance.Id.Value));
        Assert.Equal(("10.0.0.7", 8080, "z1"), (instance.Host, instance.Port, instance.Zone));
        Assert.Equal((HealthKind.App, InstanceStatus.Passing), (instance.Health.Kind, instance.Status));
    }

    [Fact]
    public void What_is_given_counts()
    {
        var registration = new ServiceRegistration
        {
            Service = "orders",
            Id = "o-1",
            Host = "orders.example",
            Port = 9000,
            Zone = "z2",
            Version = "2",
            Weight = 3,
            Tags = { "new" },
            Ports = { ["admin"] = 9001 },
            Metadata = { ["team"] = "blue" },
        };

        var instance = Complete(registration, new ServerAddress("http", "127.0.0.1", 8080));

        Assert.Equal(("o-1", "orders.example", 9000), (instance.Id.Value, instance.Host, instance.Port));
        Assert.Equal(("z2", "2", 3), (instance.Zone, instance.Version, instance.Weight));
        Assert.Equal(("new", 9001, "blue"), (instance.Tags[0], instance.Ports["admin"], instance.Metadata["team"]));
    }

    [Fact]
    public void Port_that_is_given_finds_the_host_that_it_is_bound_to()
    {
        var registration = new ServiceRegistration { Service = "orders", Port = 8081 };

        var instance = Complete(registration, new("http", "10.1.1.1", 8080), new("http", "10.1.1.2", 8081));

        Assert.Equal("10.1.1.2", instance.Host);
    }

    [Fact]
    public void Scheme_chooses_among_the_addresses()
    {
        var registration = new ServiceRegistration { Service = "orders", Scheme = "https" };

        Assert.Equal(8443, Complete(registration, new("http", null, 8080), new("https", null, 8443)).Port);
    }

    [Fact]
    public void Ports_of_the_server_are_named_by_their_schemes()
    {
        var registration = new ServiceRegistration { Service = "orders", Ports = { ["admin"] = 9001, ["https"] = 9443 } };

        var instance = Complete(
            registration, new("http", null, 8080), new("https", null, 8443), new("http", "10.0.0.7", 8081), new("http", "::", 8080));

        Assert.Equal(8080, instance.Port);
        Assert.Equal(
            ["admin=9001", "http-8081=8081", "http=8080", "https=9443"],
            instance.Ports.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Address_that_other_machines_do_not_reach_is_not_registered()
    {
        var alone = RegistrationPlan.Complete(
            new ServiceRegistration { Service = "orders" }, [new("http", "localhost", 5000)], _options, InstanceStatus.Passing);

        var beside = Complete(new ServiceRegistration { Service = "orders" }, new("http", "127.0.0.1", 5000), new("https", null, 5001));
        var told = Complete(new ServiceRegistration { Service = "orders", Host = "proxy.example" }, new ServerAddress("http", "127.0.0.1", 5000));

        Assert.Null(alone.Instance);
        Assert.StartsWith("address of 'orders': the application listens on localhost:5000, which other machines do not reach", alone.Fault, StringComparison.Ordinal);
        Assert.Equal(("10.0.0.7", 5001), (beside.Host, beside.Port));
        Assert.Equal(("proxy.example", 5000), (told.Host, told.Port));
    }

    [Fact]
    public void Worker_is_registered_without_a_port_under_its_nodes_address()
    {
        var (instance, _) = RegistrationPlan.Complete(
            new ServiceRegistration { Service = "nightly", WithoutPort = true }, [], _options, InstanceStatus.Passing, "10.0.0.7:4711");

        Assert.Equal(("nightly-10.0.0.7-4711", "10.0.0.7", 0), (instance!.Id.Value, instance.Host, instance.Port));
    }

    [Fact]
    public void Without_any_port_there_is_a_readable_fault()
    {
        var (instance, fault) = RegistrationPlan.Complete(
            new ServiceRegistration { Service = "orders" }, [], _options, InstanceStatus.Passing);

        Assert.Null(instance);
        Assert.Equal("port of 'orders': not given, and the application's server listens on no TCP address", fault);
    }

    private ServiceInstance Complete(ServiceRegistration registration, params ServerAddress[] server)
    {
        var (instance, fault) = RegistrationPlan.Complete(registration, server, _options, InstanceStatus.Passing);
        Assert.Equal("", fault);
        return instance!;
    }
}
