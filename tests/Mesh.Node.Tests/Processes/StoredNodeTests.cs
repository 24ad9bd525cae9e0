using System.Net;
using System.Net.Http.Json;
using System.Text;
using Mesh.Catalog;
using Mesh.Node.Data.Former;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>What a node with a data directory answered, over its end and its return.</summary>
public sealed class StoredNodeTests : IDisposable
{
    private static readonly string[] Doors = ["--consul", "--etcd", "0", "--etcd-json", "0"];

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-stored").FullName;
    private readonly HttpClient _http = new();

    private string[] Arguments => ["--data", _directory, .. Doors];

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Everything_that_was_answered_is_stored_before_an_orderly_stop_ends()
    {
        await using (var node = await NodeProcess.StartAsync(Arguments))
        {
            using var api = new NodeApi(node.Http);
            await api.RegisterAsync("db", "removed");
            await Task.WhenAll(Enumerable.Range(0, 300).Select(n => api.RegisterAsync("db", $"i{n}")));
            await api.DeregisterAsync("db", "removed");
            for (var n = 0; n < 100; n++)
                await PutAsync(node, $"k{n}", "v");
            Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
        }

        var (instances, deletions, keys) = StoredCopy.Read(_directory, s => (s.Records.Instances.Count, s.Records.Deletions.Select(d => d.Key.ToString()).ToArray(), s.Records.Keys.Count));
        Assert.Equal((300, 100), (instances, keys));
        Assert.Equal(["db/removed"], deletions);
        Assert.Equal(301, File.ReadLines(Path.Combine(_directory, FormerFiles.Instances)).Count());
    }

    [Fact]
    public async Task Durable_writes_are_stored_before_they_are_answered()
    {
        await using var node = await NodeProcess.StartAsync([.. Arguments, "--durable"]);
        using var api = new NodeApi(node.Http);
        for (var n = 0; n < 5; n++)
        {
            await api.RegisterAsync("db", $"i{n}");
            await PutAsync(node, $"k{n}", "v");
            await AskAsync(node, "/v3/kv/put", new { key = Base64($"e{n}"), value = Base64("v") });
            var (instances, keys) = StoredCopy.Read(_directory, s => (s.Records.Instances.Count, s.Records.Keys.Count));
            Assert.Equal((n + 1, 2 * (n + 1)), (instances, keys));
        }
    }

    [Fact]
    public async Task Orders_that_were_given_at_another_node_are_stored_by_the_durable_owner_before_they_are_answered()
    {
        await using var owner = await NodeProcess.StartAsync([.. Arguments, "--durable"]);
        await using var other = await NodeProcess.StartAsync("--seed", owner.Address);
        using var api = new NodeApi(owner.Http);
        using var asked = new NodeApi(other.Http);
        for (var n = 0; n < 5; n++)
        {
            await api.RegisterAsync("db", $"i{n}");
            await NodeApi.UntilAsync(async () => (await asked.IdsAsync("db")).Length == n + 1, Patience.Limit, "the other node knows it");
            await asked.PutAsync($"/mesh/v1/services/db/i{n}/status", new { status = "draining" });
            var stored = StoredCopy.Read(_directory, s => s.Records.Instances.Single(i => i.Id.Value == $"i{n}").Status);
            Assert.Equal(InstanceStatus.Draining, stored);
        }
    }

    [Fact]
    public async Task Node_says_ready_once_what_it_stored_is_back()
    {
        await using (var node = await NodeProcess.StartAsync(Arguments))
        {
            using var api = new NodeApi(node.Http);
            await Task.WhenAll(Enumerable.Range(0, 300).Select(n => api.RegisterAsync("db", $"i{n}")));
            await PutAsync(node, "k", "v");
            Assert.Equal(0, await node.TerminateAsync(Patience.Limit));
        }

        await using var again = await NodeProcess.StartAsync(Arguments);
        using var asked = new NodeApi(again.Http);
        Assert.Equal(300, (await asked.IdsAsync("db")).Length);
        Assert.Equal("v", await _http.GetStringAsync(new Uri(again.Http, "/v1/kv/k?raw")));
    }

    [Fact]
    public async Task Leases_and_what_hangs_on_them_survive_a_restart_of_the_whole_mesh()
    {
        await using (var node = await NodeProcess.StartAsync([.. Arguments, "--durable"]))
        {
            await AskAsync(node, "/v3/lease/grant", new Dictionary<string, string> { ["ID"] = "77", ["TTL"] = "300" });
            await AskAsync(node, "/v3/kv/put", new { key = Base64("k"), value = Base64("v"), lease = "77" });
            node.Kill();
        }

        await using var again = await NodeProcess.StartAsync(Arguments);
        await Eventually.IsAsync(
            async () => (await AskAsync(again, "/v3/kv/range", new { key = Base64("k") })).Contains("\"lease\":\"77\"", StringComparison.Ordinal),
            () => "the leased entry did not come back",
            Patience.Limit);
        Assert.Contains("300", await AskAsync(again, "/v3/lease/timetolive", new Dictionary<string, string> { ["ID"] = "77" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leased_instance_is_renewed_after_a_restart_of_the_whole_mesh_as_if_there_had_been_none()
    {
        var leased = "/mesh/v1/services/web/i1";
        await using (var node = await NodeProcess.StartAsync([.. Arguments, "--durable"]))
        {
            using var api = new NodeApi(node.Http);
            await api.PutAsync(leased, new { host = "10.0.0.1", port = 80, ttl = "300s" });
            node.Kill();
        }

        await using var again = await NodeProcess.StartAsync(Arguments);
        using var asked = new NodeApi(again.Http);
        Assert.Equal(["i1"], await asked.InRotationAsync("web"));
        await asked.PutAsync(leased + "/renew", new { });
    }

    [Fact]
    public async Task Full_disk_is_said_by_readyz_and_metrics_and_durable_writes_are_unavailable_meanwhile()
    {
        using var disk = SmallDisk.TryMake(256);
        if (disk is null)
            return;
        await using var node = await NodeProcess.StartAsync(["--data", disk.Path, "--durable", .. Doors]);
        await PutAsync(node, "before", "v");
        disk.Fill();
        using (var refused = await _http.PutAsync(new Uri(node.Http, "/v1/kv/large"), new StringContent(new string('x', 60_000))))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using (var ready = await _http.GetAsync(new Uri(node.Http, "/readyz")))
        {
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            Assert.Contains("the disk is full; kept in memory and tried again", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("mesh_store_failing 1\n", await _http.GetStringAsync(new Uri(node.Http, "/metrics")), StringComparison.Ordinal);

        disk.Empty();
        await Eventually.IsAsync(
            async () => (await _http.GetStringAsync(new Uri(node.Http, "/metrics"))).Contains("mesh_store_failing 0\n", StringComparison.Ordinal),
            () => "nothing is stored again",
            Patience.Limit);
        Assert.Equal(["consul/kv/before", "consul/kv/large"], StoredCopy.Read(disk.Path, s => s.Records.Keys.Select(k => k.Slot.Name.ToString()).Order().ToArray()));
    }

    [Fact]
    public async Task What_is_adopted_claims_more_on_the_disk_of_the_adopter()
    {
        string[] older = ["--data", Path.Combine(_directory, "older")];
        string[] newer = ["--data", Path.Combine(_directory, "newer"), "--durable"];
        await using (var first = await NodeProcess.StartAsync([.. older, "--durable"]))
        {
            await using var second = await NodeProcess.StartAsync([.. newer, "--seed", first.Address]);
            using var api = new NodeApi(first.Http);
            using var other = new NodeApi(second.Http);
            await api.RegisterAsync("db", "moved");
            await NodeApi.UntilAsync(async () => (await other.IdsAsync("db")) is ["moved"], Patience.Limit, "the other node knows it");
            first.Kill();
            await Eventually.IsAsync(
                () => Task.FromResult(StoredCopy.Read(Path.Combine(_directory, "newer"), s => s.Records.Instances.Count) == 1), () => "it was not adopted", Patience.Limit);
            second.Kill();
        }

        long ClaimIn(string name) => StoredCopy.Read(Path.Combine(_directory, name), s => s.Records.Instances.Single().Claim);
        Assert.True(ClaimIn("newer") > ClaimIn("older"), $"{ClaimIn("newer")} after {ClaimIn("older")}");
    }

    [Fact]
    public async Task Durable_without_a_folder_is_refused()
    {
        var refused = await MeshProcess.RunAsync(null, "node", "--durable", "--port", "0", "--http", "0");
        Assert.Equal((2, ""), (refused.Exit, refused.Out));
        Assert.Contains("--durable: 'true' needs --data", refused.Error, StringComparison.Ordinal);
    }

    private async Task PutAsync(NodeProcess node, string key, string value)
    {
        using var reply = await _http.PutAsync(new Uri(node.Http, "/v1/kv/" + key), new StringContent(value));
        reply.EnsureSuccessStatusCode();
    }

    private async Task<string> AskAsync(NodeProcess node, string path, object question)
    {
        using var reply = await _http.PostAsJsonAsync($"http://127.0.0.1:{node.Ports.EtcdJson}{path}", question);
        reply.EnsureSuccessStatusCode();
        return await reply.Content.ReadAsStringAsync();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
