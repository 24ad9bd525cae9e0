using Mesh.Catalog;
using Mesh.Node.Consul.Prepared;
using Mesh.Node.Dns;
using Mesh.Remote;

namespace Mesh.Doors.Tests.Dns;

/// <summary>Prepared queries by their names: <c>geo-db.query.mesh</c>.</summary>
public sealed class DnsQueryNamesTests
{
    private const string Id = "8f246b77-f3e1-ff88-5b48-8ec93abf3e05";

    [Theory]
    [InlineData("db.query.mesh")]
    [InlineData("DB.Query.Mesh")]
    [InlineData("db.query.dc1.mesh")]
    [InlineData("_db._tcp.query.mesh")]
    [InlineData(Id + ".query.mesh")]
    public async Task Query_finds_by_each_form_whom_it_finds_over_http(string name)
    {
        var scene = new DnsScene()
            .Put(Tagged("d-1", "10.0.0.1", "primary"))
            .Put(Tagged("d-2", "10.0.0.2", "replica"))
            .Put(Tagged("d-3", "10.0.0.3", "primary") with { Status = InstanceStatus.Critical });
        await KeepAsync(scene, new PreparedQuery { Id = Id, Name = "db", Service = "geo-db", Tags = ["primary"], Ttl = "10s" });

        var found = Assert.Single(scene.Ask(name, DnsType.A).Answers);
        Assert.Equal(("10.0.0.1", 10u), (found.Data, found.Ttl));
        var srv = scene.Ask(name, DnsType.SRV);
        Assert.Equal("8080", Assert.Single(srv.Answers).Data.Split(' ')[2]);
        Assert.Equal("10.0.0.1", Assert.Single(srv.Additional).Data);
        Assert.Empty(scene.Ask(name, DnsType.AAAA).Answers);
        Assert.Equal(DnsRcode.NoError, scene.Ask(name, DnsType.AAAA).Rcode);
    }

    [Fact]
    public async Task Query_that_changes_or_goes_counts_at_once()
    {
        var scene = new DnsScene().Put(Tagged("d-1", "10.0.0.1", "primary")).Put(Tagged("d-2", "10.0.0.2", "replica"));
        var query = new PreparedQuery { Id = Id, Name = "db", Service = "geo-db", Tags = ["primary"] };
        await KeepAsync(scene, query);
        var first = Assert.Single(scene.Ask("db.query.mesh", DnsType.A).Answers);
        Assert.Equal(("10.0.0.1", 0u), (first.Data, first.Ttl));

        await KeepAsync(scene, query with { Tags = ["replica"] });
        Assert.Equal("10.0.0.2", Assert.Single(scene.Ask("db.query.mesh", DnsType.A).Answers).Data);

        Assert.Null(await scene.Prepared.RemoveAsync(Id, CancellationToken.None));
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("db.query.mesh", DnsType.A).Rcode);
    }

    [Fact]
    public async Task Template_stands_for_the_names_that_begin_with_its_own_dots_included()
    {
        var scene = new DnsScene().Put(DnsScene.Instance("geo-db", "d-1", "10.0.0.1"));
        await KeepAsync(scene, new PreparedQuery { Id = Id, Name = "find-", Service = "${name.suffix}", IsTemplate = true });

        Assert.Equal("10.0.0.1", Assert.Single(scene.Ask("find-geo-db.query.mesh", DnsType.A).Answers).Data);
        Assert.Equal("10.0.0.1", Assert.Single(scene.Ask("_find-geo-db._tcp.query.mesh", DnsType.A).Answers).Data);
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("find-other.db.query.mesh", DnsType.A).Rcode);
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("geo-db.query.mesh", DnsType.A).Rcode);
    }

    [Fact]
    public async Task Other_meshes_help_out_in_their_order_and_one_that_has_not_answered_is_waited_for()
    {
        var scene = new DnsScene().Put(DnsScene.Instance(FederationNames.GatewayService, "g-1"));
        await KeepAsync(scene, new PreparedQuery { Id = Id, Name = "db", Service = "geo-db", Datacenters = ["dc1", "US", "eu"] });
        scene.Mesh.PutRemote("geo-db@eu", RemoteState.Live, DnsScene.Instance("geo-db", "e-1", "10.9.0.1"));
        Assert.Equal(DnsRcode.ServerFailure, scene.Ask("db.query.mesh", DnsType.A).Rcode);

        scene.Mesh.PutRemote("geo-db@us", RemoteState.None);
        Assert.Equal("10.9.0.1", Assert.Single(scene.Ask("db.query.mesh", DnsType.A).Answers).Data);

        scene.Put(DnsScene.Instance("geo-db", "own", "10.0.0.1"));
        Assert.Equal("10.0.0.1", Assert.Single(scene.Ask("db.query.mesh", DnsType.A).Answers).Data);
    }

    [Fact]
    public async Task Query_without_anybody_is_no_name_and_one_of_another_datacenter_neither()
    {
        var scene = new DnsScene().Put(DnsScene.Instance("geo-db", "d-1", "10.0.0.1"));
        await KeepAsync(scene, new PreparedQuery { Id = Id, Name = "db", Service = "nobody", Datacenters = ["eu"] });

        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("db.query.mesh", DnsType.A).Rcode);
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("db.query.eu.mesh", DnsType.A).Rcode);
        Assert.Equal(DnsRcode.NoError, scene.Ask("query.mesh", DnsType.A).Rcode);
        Assert.Empty(scene.Mesh.Remote.Entries);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("10s", 10u)]
    [InlineData("1h30m", 5_400u)]
    [InlineData("500ms", 0u)]
    [InlineData("9000h", 604_800u)]
    public void Ttl_is_in_whole_seconds_and_a_week_at_most(string text, uint? seconds) =>
        Assert.Equal(seconds, PreparedNames.TtlOf(text));

    private static ServiceInstance Tagged(string id, string host, string tag) =>
        DnsScene.Instance("geo-db", id, host) with { Tags = [tag] };

    private static async Task KeepAsync(DnsScene scene, PreparedQuery query) =>
        Assert.Null(await scene.Prepared.PutAsync(query, CancellationToken.None));
}
