using Mesh.Dashboard.Doors;

namespace Mesh.Dashboard.Tests.Doors;

public sealed class DoorTests
{
    [Theory]
    [InlineData(nameof(DoorKind.Native), "curl http://127.0.0.1:8500/mesh/v1/services")]
    [InlineData(nameof(DoorKind.Consul), "curl http://127.0.0.1:8500/v1/catalog/services")]
    [InlineData(nameof(DoorKind.Etcd), "etcdctl --endpoints=http://127.0.0.1:8500 get --prefix /services/")]
    [InlineData(nameof(DoorKind.Dns), "dig @127.0.0.1 -p 8500 SERVICE.service.consul SRV")]
    [InlineData(nameof(DoorKind.Links), "")]
    [InlineData(nameof(DoorKind.Gateway), "")]
    public void First_call_is_one_that_can_be_typed(string kind, string call) =>
        Assert.Equal(call, DoorCall.Of(Fact(Enum.Parse<DoorKind>(kind), "127.0.0.1:8500")));

    [Fact]
    public void Call_of_a_door_with_tokens_and_encryption_says_where_both_go()
    {
        var door = Fact(DoorKind.Native, "10.0.0.1:8500") with { IsTls = true, HasTokens = true };

        Assert.Equal("curl --cacert mesh-ca.pem -H \"Authorization: Bearer $TOKEN\" https://10.0.0.1:8500/mesh/v1/services", DoorCall.Of(door));
        Assert.Equal(
            "etcdctl --endpoints=https://10.0.0.1:8500 --cacert mesh-ca.pem --user \"$NAME:$TOKEN\" get --prefix /services/",
            DoorCall.Of(door with { Kind = DoorKind.Etcd }));
    }

    [Fact]
    public void Door_that_listens_everywhere_is_called_at_this_machine()
    {
        Assert.Contains("http://127.0.0.1:8500/", DoorCall.Of(Fact(DoorKind.Native, "0.0.0.0:8500")), StringComparison.Ordinal);
        Assert.Contains("http://10.0.0.0:8500/", DoorCall.Of(Fact(DoorKind.Native, "10.0.0.0:8500")), StringComparison.Ordinal);
        Assert.Contains("http://[::1]:8500/", DoorCall.Of(Fact(DoorKind.Native, "[::]:8500")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_is_that_of_the_last_seconds()
    {
        var log = new DoorLog();
        Take(log, 0, 0, 0);
        Assert.Null(Row(log).Rate);
        Take(log, 1, 1_000, 0);
        for (var second = 2; second <= 20; second++)
            Take(log, second, 1_000 + (10 * second), second);

        Assert.Equal((11.0, 1.0), (Row(log).Rate, Row(log).Refusals));
        Assert.Equal(1_220, Row(log).Count!.Value.All);
    }

    [Fact]
    public void Door_that_counts_nothing_has_no_figures()
    {
        var log = new DoorLog();
        Take(log, 0, 5, 0);

        Assert.Null(Assert.Single(DoorRow.Of([Fact(DoorKind.Links, "127.0.0.1:4053") with { Name = "links" }], log)).Count);
    }

    private static DoorFact Fact(DoorKind kind, string listens) => new("door", "A door", kind, [listens]);

    private static DoorRow Row(DoorLog log) => Assert.Single(DoorRow.Of([Fact(DoorKind.Native, "127.0.0.1:8500")], log));

    private static void Take(DoorLog log, int second, long ok, long refused) =>
        log.Take(TimeSpan.FromSeconds(second), new Dictionary<string, DoorCount> { ["door"] = new(ok, refused, 0, 0, 0) });
}
