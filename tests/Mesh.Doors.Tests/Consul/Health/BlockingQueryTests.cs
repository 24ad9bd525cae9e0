using Mesh.Catalog;
using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Doors.Tests.Consul.Health;

/// <summary>Blocking queries over HTTP; time stands still unless the test moves it.</summary>
public sealed class BlockingQueryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1_000)]
    [InlineData(1_000)]
    public async Task Index_that_is_not_the_current_one_is_answered_at_once(int distance)
    {
        await using var node = await WithAsync("web");
        var current = (await node.GetAsync("health/service/web")).Index;
        var index = distance == 0 ? 0 : current + distance;
        var reply = await node.GetAsync($"health/service/web?index={index}&wait=10m").WaitAsync(Patience.Limit);
        Assert.Equal((200, current), (reply.Status, reply.Index));
    }

    [Fact]
    public async Task Query_waits_for_its_service_and_not_for_others()
    {
        await using var node = await WithAsync("web", "api");
        var before = await node.GetAsync("health/service/web");
        var waiting = node.GetAsync($"health/service/web?index={before.Index}");
        await node.WhenParkedAsync(1);
        node.Put(TestCatalog.Instance("api", "api-2"));
        Assert.NotEqual(before.Index, (await node.GetAsync("health/service/api")).Index);
        Assert.Equal(before.Index, (await node.GetAsync("health/service/web")).Index);
        Assert.Equal(1, node.Parked);
        node.Put(TestCatalog.Instance("web", "web-2"));
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.True(after.Index > before.Index);
        Assert.Equal(["web-1", "web-2"], after.ServiceIds);
    }

    [Theory]
    [InlineData("health/service/web")]
    [InlineData("health/checks/web")]
    [InlineData("health/state/any")]
    [InlineData("catalog/service/web")]
    [InlineData("catalog/services")]
    public async Task Last_instance_that_goes_wakes_with_a_larger_index_and_without_it(string path)
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync(path);
        var waiting = node.GetAsync($"{path}?index={before.Index}");
        await node.WhenParkedAsync(1);
        node.Remove("web", "web-1");
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(200, after.Status);
        Assert.True(after.Index > before.Index, $"{after.Index} after {before.Index}");
        Assert.DoesNotContain("web-1", after.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"web\"", after.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_does_not_exist_is_waited_for()
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync("health/service/new");
        Assert.Equal("[]", before.Body);
        Assert.True(before.Index > 0);
        var waiting = node.GetAsync($"health/service/new?index={before.Index}");
        await node.WhenParkedAsync(1);
        node.Put(TestCatalog.Instance("new", "n-1"));
        Assert.Equal(["n-1"], (await waiting.WaitAsync(Patience.Limit)).ServiceIds);
    }

    [Fact]
    public async Task Query_whose_time_is_over_gets_the_same_data_with_the_same_index()
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync("health/service/web?passing");
        var waiting = node.GetAsync($"health/service/web?passing&index={before.Index}&wait=16s");
        await node.WhenParkedAsync(1);
        node.Time.Advance(TimeSpan.FromSeconds(15.9));
        Assert.Equal(1, node.Parked);
        node.Time.Advance(TimeSpan.FromSeconds(1.3));
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal((200, before.Index, before.Body), (after.Status, after.Index, after.Body));
    }

    [Fact]
    public async Task List_of_services_is_not_woken_by_the_health_of_an_instance()
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync("catalog/services");
        var waiting = node.GetAsync($"catalog/services?index={before.Index}");
        await node.WhenParkedAsync(1);
        node.Put(TestCatalog.Instance("web", "web-1") with { Status = InstanceStatus.Critical });
        Assert.Empty((await node.GetAsync("health/service/web?passing")).ServiceIds);
        Assert.Equal(before.Index, (await node.GetAsync("catalog/services")).Index);
        node.Put(TestCatalog.Instance("web", "web-1") with { Tags = ["new"] });
        var after = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal("{\"web\":[\"new\"],\"consul\":[]}", after.Body);
    }

    [Fact]
    public async Task Nodes_are_waited_for()
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync("catalog/nodes");
        Assert.Equal(2, before.Json.GetArrayLength());
        var waiting = node.GetAsync($"catalog/nodes?index={before.Index}&wait=10m");
        await node.WhenParkedAsync(1);
        node.Inspector.Set([.. node.Inspector.Members.Items.Take(1)]);

        var after = await waiting.WaitAsync(Patience.Limit);

        Assert.Equal(1, after.Json.GetArrayLength());
        Assert.True(after.Index > before.Index);
    }

    [Fact]
    public async Task Nodes_are_read_and_waited_for_without_asking()
    {
        await using var node = await WithAsync("web");
        var before = await node.GetAsync("catalog/nodes");
        Assert.Equal(before.Index, (await node.GetAsync("catalog/nodes")).Index);
        var waiting = node.GetAsync($"catalog/nodes?index={before.Index}&wait=10m");
        await node.WhenParkedAsync(1);
        node.Time.Advance(TimeSpan.FromSeconds(5));
        node.Inspector.Set([.. node.Inspector.Members.Items.Reverse()]);
        Assert.False(waiting.IsCompleted);
        node.Inspector.Set(node.Inspector.Members.Items[0]);
        await waiting.WaitAsync(Patience.Limit);
        await node.GetAsync("agent/members");
        await node.GetAsync("status/peers");

        Assert.Empty(node.Inspector.Asked);
    }

    [Fact]
    public async Task Hash_that_is_current_waits_and_another_is_answered_at_once()
    {
        await using var node = await WithAsync("web");
        var first = await node.GetAsync("health/service/web?hash=x");
        var hash = first.Headers["X-Consul-ContentHash"];
        var waiting = node.GetAsync($"health/service/web?hash={hash}");
        await node.WhenParkedAsync(1);
        node.Put(TestCatalog.Instance("web", "web-2"));
        Assert.NotEqual(hash, (await waiting.WaitAsync(Patience.Limit)).Headers["X-Consul-ContentHash"]);
    }

    [Fact]
    public async Task Client_that_hangs_up_is_not_kept()
    {
        await using var node = await WithAsync("web");
        var index = (await node.GetAsync("health/service/web")).Index;
        using var end = new CancellationTokenSource();
        var waiting = node.Http.GetAsync(new Uri($"health/service/web?index={index}", UriKind.Relative), end.Token);
        await node.WhenParkedAsync(1);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await node.WhenParkedAsync(0);
    }

    [Fact]
    public async Task Node_that_stops_answers_those_who_wait()
    {
        await using var node = await WithAsync("web");
        var index = (await node.GetAsync("health/service/web")).Index;
        var waiting = node.GetAsync($"health/service/web?index={index}");
        await node.WhenParkedAsync(1);
        await node.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal((200, index), ((await waiting).Status, (await waiting).Index));
    }

    [Theory]
    [InlineData("health/service/web")]
    [InlineData("catalog/services")]
    [InlineData("catalog/nodes")]
    public async Task Node_that_leaves_and_stays_sends_those_who_wait_to_another(string path)
    {
        await using var node = await WithAsync("web");
        var index = (await node.GetAsync(path)).Index;
        var waiting = node.GetAsync($"{path}?index={index}&wait=10m");
        await node.WhenParkedAsync(1);

        node.Mesh.Hub.State = new MeshState(MeshPhase.Stopped, "left");

        var told = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal((500, "No cluster leader"), (told.Status, told.Body.Trim()));
        Assert.Equal(500, (await node.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Node_that_begins_anew_lets_those_who_wait_wait()
    {
        await using var node = await WithAsync("web");
        var index = (await node.GetAsync("health/service/web")).Index;
        var waiting = node.GetAsync($"health/service/web?index={index}");
        await node.WhenParkedAsync(1);

        node.Mesh.Hub.State = new MeshState(MeshPhase.Restarting, "begins anew");
        node.Put(TestCatalog.Instance("web", "web-2"));

        Assert.Equal(["web-1", "web-2"], (await waiting.WaitAsync(Patience.Limit)).ServiceIds);
    }

    [Fact]
    public async Task One_query_too_many_is_refused_and_the_others_go_on()
    {
        await using var node = await WithAsync(("Mesh:Consul:MaxBlockingQueries", "2"), "web");
        var index = (await node.GetAsync("health/service/web")).Index;
        var waiting = Enumerable.Range(0, 2).Select(_ => node.GetAsync($"health/service/web?index={index}")).ToArray();
        await node.WhenParkedAsync(2);
        var refused = await node.GetAsync($"health/service/web?index={index}");
        Assert.Equal((429, "1"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Contains("too many blocking queries", refused.Body, StringComparison.Ordinal);
        node.Put(TestCatalog.Instance("web", "web-2"));
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Patience.Limit), r => Assert.Equal(200, r.Status));
    }

    [Fact]
    public async Task Thousands_wait_and_a_change_wakes_those_of_its_service_alone()
    {
        const int services = 50;
        const int perService = 40;
        await using var node = await WithAsync([.. Enumerable.Range(0, services).Select(i => $"s-{i}")]);
        var indexes = new long[services];
        for (var i = 0; i < services; i++)
            indexes[i] = (await node.GetAsync($"health/service/s-{i}?passing")).Index;
        var waiting = Enumerable.Range(0, services * perService)
            .Select(n => node.GetAsync($"health/service/s-{n % services}?passing&index={indexes[n % services]}"))
            .ToArray();
        await node.WhenParkedAsync(services * perService);
        node.Put(TestCatalog.Instance("s-7", "new"));
        var woken = await Task.WhenAll(waiting.Where((_, n) => n % services == 7)).WaitAsync(Patience.Limit);
        Assert.All(woken, r => Assert.Equal(["new", "s-7-1"], r.ServiceIds));
        Assert.Equal((services - 1) * perService, node.Parked);
        Assert.Equal((services - 1) * perService, waiting.Count(w => !w.IsCompleted));
        await node.StopAsync();
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(200, r.Status));
    }

    private static Task<ConsulNode> WithAsync(params string[] services) => WithAsync(("x", ""), services);

    private static async Task<ConsulNode> WithAsync((string, string) setting, params string[] services)
    {
        var node = await ConsulNode.StartAsync(setting);
        foreach (var service in services)
            node.Put(TestCatalog.Instance(service, service + "-1"));
        return node;
    }
}
