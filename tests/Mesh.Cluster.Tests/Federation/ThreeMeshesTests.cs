using System.Diagnostics;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Xunit.Abstractions;

namespace Mesh.Cluster.Tests.Federation;

/// <summary>Three meshes with two gateways each, as processes on loopback, over the real overlay.</summary>
public sealed class ThreeMeshesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly string[] Names = ["eu", "us", "asia"];

    [Fact]
    public async Task Each_finds_what_the_others_export_over_deaths_of_gateways_and_of_a_mesh()
    {
        var meshes = new Dictionary<string, NodeProcess[]>();
        try
        {
            await StartAsync(meshes);
            await EachFindsTheOthersAsync(meshes);
            await SiblingGoesOnAsync(meshes);
            await NoAssociationsAsync(meshes);
            await DeadMeshGoesAsync(meshes);
        }
        finally
        {
            foreach (var node in meshes.Values.SelectMany(m => m))
                await node.DisposeAsync();
        }
    }

    private static async Task StartAsync(Dictionary<string, NodeProcess[]> meshes)
    {
        var options = new Dictionary<string, string>
        {
            ["Mesh__Federation__Grace"] = "00:00:03",
            ["Mesh__Federation__GoneAfter"] = "00:00:08",
        };
        string? entry = null;
        foreach (var name in Names)
        {
            string[] all = ["--mesh", name, "--federation-mode", "open", "--gateway", "127.0.0.1:0", .. entry is null ? [] : new[] { "--federation-seed", entry }];
            var first = await NodeProcess.StartAsync(options, all);
            entry ??= $"127.0.0.1:{first.Ports.Gateway}";
            meshes[name] = [first];
            string[] second = [.. all.Take(6), "--federation-seed", entry, "--seed", first.Address];
            meshes[name] = [first, await NodeProcess.StartAsync(options, second)];
            using var api = new NodeApi(first.Http);
            await api.RegisterAsync("orders", $"of-{name}", consistency: "all");
            using var http = new HttpClient { BaseAddress = first.Http };
            (await http.PutAsync(new Uri("/mesh/v1/exports/orders", UriKind.Relative), null)).EnsureSuccessStatusCode();
        }
    }

    private async Task EachFindsTheOthersAsync(Dictionary<string, NodeProcess[]> meshes)
    {
        foreach (var asker in Names)
        {
            foreach (var asked in Names.Where(n => n != asker))
            {
                foreach (var node in meshes[asker])
                {
                    var watch = Stopwatch.StartNew();
                    var found = await WhenAsync(node, $"orders@{asked}", d => Ids(d) is [var id] && id == $"of-{asked}" && Text(d, "state") == "live", Limit);
                    output.WriteLine($"{asker} finds orders@{asked} after {watch.ElapsedMilliseconds} ms");
                    Assert.Equal(asked, Text(found, "origin"));
                }
            }
        }
    }

    /// <summary>Kills one gateway of eu: those who asked it go on at its sibling, and changes still come.</summary>
    private async Task SiblingGoesOnAsync(Dictionary<string, NodeProcess[]> meshes)
    {
        meshes["eu"][1].Kill();
        foreach (var node in meshes["us"])
        {
            var watch = Stopwatch.StartNew();
            Assert.Contains("of-eu", Ids(await GetAsync(node, "orders@eu")));
            output.WriteLine($"the answer took {watch.ElapsedMilliseconds} ms");
        }

        using var api = new NodeApi(meshes["eu"][0].Http);
        await api.RegisterAsync("orders", "later");
        var since = Stopwatch.StartNew();
        foreach (var node in meshes["us"])
            await WhenAsync(node, "orders@eu", d => Ids(d).Contains("later"), Limit);
        output.WriteLine($"a change came through the sibling after {since.ElapsedMilliseconds} ms");
    }

    private static async Task NoAssociationsAsync(Dictionary<string, NodeProcess[]> meshes)
    {
        foreach (var (name, nodes) in meshes)
        {
            foreach (var node in nodes.Where(n => n != meshes["eu"][1]))
            {
                var foreign = meshes.Where(m => m.Key != name).SelectMany(m => m.Value).Select(n => n.Ports.Remoting).ToHashSet();
                var peers = await RemotePortsAsync(node.Pid);
                Assert.Empty(peers.Intersect(foreign));
            }
        }
    }

    private async Task DeadMeshGoesAsync(Dictionary<string, NodeProcess[]> meshes)
    {
        foreach (var node in meshes["asia"])
            node.Kill();
        var since = Stopwatch.StartNew();
        await WhenAsync(meshes["us"][0], "orders@asia", d => Ids(d).Length == 0, Limit);
        output.WriteLine($"a dead mesh was gone after {since.ElapsedMilliseconds} ms (grace 3 s, gone after 8 s)");
        // The others are as before.
        await WhenAsync(meshes["us"][0], "orders@eu", d => Ids(d).Contains("of-eu"), Limit);
    }

    /// <summary>The far ports of a process's TCP connections: of a remoting port there is one for each association.</summary>
    private static async Task<HashSet<int>> RemotePortsAsync(int pid)
    {
        var inodes = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(f => new FileInfo(f).LinkTarget ?? "")
            .Where(t => t.StartsWith("socket:[", StringComparison.Ordinal)).Select(t => t[8..^1]).ToHashSet();
        var ports = new HashSet<int>();
        foreach (var table in new[] { "tcp", "tcp6" })
        {
            foreach (var line in (await File.ReadAllLinesAsync($"/proc/{pid}/net/{table}")).Skip(1))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (inodes.Contains(words[9]))
                    ports.Add(Convert.ToInt32(words[2][(words[2].LastIndexOf(':') + 1)..], 16));
            }
        }

        Assert.NotEmpty(inodes);
        return ports;
    }

    private static string? Text(JsonElement detail, string name) => detail.GetProperty(name).GetString();

    private static string[] Ids(JsonElement detail) =>
        [.. detail.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];

    private static async Task<JsonElement> GetAsync(NodeProcess node, string service)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        var text = await http.GetStringAsync(new Uri($"/mesh/v1/services/{service}", UriKind.Relative));
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static async Task<JsonElement> WhenAsync(
        NodeProcess node, string service, Func<JsonElement, bool> condition, TimeSpan limit)
    {
        JsonElement last = default;
        await Eventually.IsAsync(
            async () => condition(last = await GetAsync(node, service)), () => $"{service}: {last}\n{node.Output}", limit);
        return last;
    }
}
