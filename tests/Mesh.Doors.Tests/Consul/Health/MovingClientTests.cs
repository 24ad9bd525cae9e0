using Mesh.Doors.Tests.Consul.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Consul.Health;

/// <summary>
/// A client of Consul whose address moves between three nodes with each question, as behind a load balancer, while others write at
/// all of them: to it they are one.
/// </summary>
public sealed class MovingClientTests : IAsyncLifetime
{
    private const int Changes = 24;

    // What is answered is at every node, however slow the machine.
    private static readonly Dictionary<string, string> Patient = new() { ["Mesh__WriteReach"] = "5s" };

    private readonly List<NodeProcess> _nodes = [];
    private readonly List<HttpClient> _http = [];

    public async Task InitializeAsync()
    {
        for (var n = 0; n < 3; n++)
            await StartAsync();
        await WholeAsync(3);
    }

    public async Task DisposeAsync()
    {
        _http.ForEach(h => h.Dispose());
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Index_never_goes_back_and_nothing_that_was_deleted_returns()
    {
        var watching = Task.WhenAll(((string[])["health/service/orders", "catalog/services", "health/state/any"]).Select(WatchAsync));
        for (var n = 0; n < Changes; n++)
        {
            await RegisterAsync(n % 3, $"i{n}");
            if (n % 2 == 0)
                await SendAsync(HttpMethod.Put, (n + 1) % 3, $"agent/check/fail/service:i{n}");
            await DeregisterAsync((n + 2) % 3, $"i{n}");
        }

        // Ends once each client, wherever it is, has seen the last.
        await RegisterAsync(0, "last");
        await watching.WaitAsync(Patience.Limit * 2, TimeProvider.System);
    }

    [Fact]
    public async Task Node_that_restarts_answers_no_smaller_index_than_any_before()
    {
        await RegisterAsync(0, "kept");
        await RegisterAsync(1, "gone");
        await DeregisterAsync(1, "gone");
        var last = 0L;
        for (var n = 0; n < 3; n++)
            last = Math.Max(last, (await GetAsync(n, "health/service/orders", 0)).Index);

        _nodes[2].Kill();
        await _nodes[2].DisposeAsync();
        _http[2].Dispose();
        _nodes.RemoveAt(2);
        _http.RemoveAt(2);
        await StartAsync();
        var after = await GetAsync(2, "health/service/orders", 0);

        Assert.True(after.Index >= last, $"{after.Index} after {last}");
        Assert.Equal(["kept"], after.ServiceIds);
        // Who moves on from there with its index is answered beyond it, or waits for what comes.
        var moved = await GetAsync(0, "health/service/orders", after.Index);
        Assert.True(moved.Index >= after.Index, $"{moved.Index} after {after.Index}");
    }

    [Fact]
    public async Task Nodes_that_show_the_same_come_to_the_same_index()
    {
        // Written at once at all of them, the changes come to each in an order of its own.
        await Task.WhenAll(Enumerable.Range(0, 9).Select(n => RegisterAsync(n % 3, $"i{n}")));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => DeregisterAsync((n + 1) % 3, $"i{n}")));

        await NodeApi.UntilAsync(
            async () =>
            {
                var indexes = new HashSet<long>();
                for (var n = 0; n < 3; n++)
                    indexes.Add((await GetAsync(n, "health/service/orders", 0)).Index);
                return indexes.Count == 1;
            },
            Patience.Limit,
            "one index at all three");
    }

    private async Task WatchAsync(string path)
    {
        var (index, at) = (0L, 0);
        var gone = new HashSet<string>();
        var seen = new HashSet<string>();
        while (true)
        {
            var reply = await GetAsync(at++ % 3, path, index);
            Assert.True(reply.Index >= index, $"{path}: index {reply.Index} after {index} at node {(at - 1) % 3}");
            index = reply.Index;
            var listed = Enumerable.Range(0, Changes).Select(n => $"i{n}").Append("last")
                .Where(id => reply.Body.Contains($"\"{id}\"", StringComparison.Ordinal)).ToHashSet();
            Assert.DoesNotContain(listed, gone.Contains);
            gone.UnionWith(seen.Except(listed));
            seen.UnionWith(listed);
            if (listed.Contains("last"))
                return;
        }
    }

    // Its id is a tag as well: so that the list of services tells of it.
    private Task RegisterAsync(int at, string id) => SendAsync(
        HttpMethod.Put, at, "agent/service/register", $$"""{"ID":"{{id}}","Name":"orders","Port":80,"Tags":["{{id}}"],"Check":{"TTL":"600s","Status":"passing"} }""");

    private Task DeregisterAsync(int at, string id) => SendAsync(HttpMethod.Put, at, $"agent/service/deregister/{id}");

    private async Task SendAsync(HttpMethod method, int at, string path, string body = "")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body) };
        var reply = await Reply.OfAsync(await _http[at].SendAsync(request));
        Assert.True(reply.Status == 200, $"{path}: {reply.Status} {reply.Body}");
    }

    private async Task<Reply> GetAsync(int at, string path, long index) =>
        await Reply.OfAsync(await _http[at].GetAsync(new Uri($"{path}?index={index}&wait=2s", UriKind.Relative)));

    private async Task StartAsync()
    {
        string[] seeds = _nodes is [var first, ..] ? ["--seed", first.Address] : [];
        var node = await NodeProcess.StartAsync(Patient, ["--consul", .. seeds]);
        _nodes.Add(node);
        _http.Add(new HttpClient { BaseAddress = new Uri(node.Http, "/v1/"), Timeout = Patience.Limit });
    }

    private async Task WholeAsync(int members)
    {
        foreach (var node in _nodes)
        {
            using var api = new NodeApi(node.Http);
            await NodeApi.UntilAsync(async () => (await api.MembersAsync()).Length == members, Patience.Limit, $"{members} members everywhere");
        }
    }
}
