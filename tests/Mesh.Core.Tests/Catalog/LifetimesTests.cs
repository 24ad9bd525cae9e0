using Mesh.Catalog;

namespace Mesh.Core.Tests.Catalog;

public sealed class LifetimesTests
{
    private const string Host = "10.0.0.5";

    [Theory]
    [InlineData(HealthKind.None, "", Lifetime.Floating)]
    [InlineData(HealthKind.Ttl, "", Lifetime.Leased)]
    [InlineData(HealthKind.App, "", Lifetime.Owned)]
    [InlineData(HealthKind.Tcp, "127.0.0.1:80", Lifetime.Anchored)]
    [InlineData(HealthKind.Tcp, "[::1]:80", Lifetime.Anchored)]
    [InlineData(HealthKind.Http, "http://localhost:80/health", Lifetime.Anchored)]
    [InlineData(HealthKind.Http, "https://10.0.0.5/health", Lifetime.Anchored)]
    [InlineData(HealthKind.Tcp, "10.0.0.5:80", Lifetime.Anchored)]
    [InlineData(HealthKind.Tcp, "10.0.0.50:80", Lifetime.Floating)]
    [InlineData(HealthKind.Http, "http://10.0.0.6:80/10.0.0.5", Lifetime.Floating)]
    public void Kind_follows_from_the_check(HealthKind kind, string target, Lifetime expected) =>
        Assert.Equal(expected, Lifetimes.Default(Record(kind, target), Host));

    [Theory]
    [InlineData("fd00::5", "[fd00::5]:80")]
    [InlineData("node-7.example", "Node-7.example:80")]
    public void Nodes_own_address_is_known_in_any_form(string host, string target) =>
        Assert.Equal(Lifetime.Anchored, Lifetimes.Default(Record(HealthKind.Tcp, target), host));

    [Fact]
    public void Named_check_of_this_host_counts_as_the_one_without_a_name()
    {
        var check = new NamedCheck { Id = "c", Terms = new HealthTerms { Kind = HealthKind.Tcp, Target = "10.0.0.5:80" } };

        Assert.Equal(Lifetime.Anchored, Lifetimes.Default(Record(HealthKind.None, "") with { Checks = [check] }, Host));
    }

    private static ServiceInstance Record(HealthKind kind, string target) => new()
    {
        Service = ServiceName.Parse("orders"),
        Id = InstanceId.Parse("o-1"),
        Host = Host,
        Port = 80,
        Health = new HealthTerms { Kind = kind, Target = target },
    };
}
