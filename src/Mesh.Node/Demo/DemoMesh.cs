using Mesh.Palette.Http;

namespace Mesh.Node.Demo;

/// <summary>The processes of the demo and the views of its nodes.</summary>
internal sealed class DemoMesh(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly List<DemoProcess> _nodes = [];
    private readonly List<DemoProcess> _services = [];
    private readonly List<NodeView> _views = [];

    public IReadOnlyList<DemoProcess> Nodes => _nodes;

    public IReadOnlyList<NodeView> Views => _views;

    /// <summary>The first node alone, then the others through it.</summary>
    public async Task StartNodesAsync(int count, CancellationToken cancellation)
    {
        _nodes.Add(await StartNodeAsync(1, [], cancellation));
        var others = Enumerable.Range(2, count - 1).Select(i => StartNodeAsync(i, Seeds(), cancellation)).ToArray();
        await AddAllAsync(_nodes, others);
        foreach (var node in _nodes)
        {
            var view = new NodeView(node.Name, new HttpMeshApi(new ApiHttp(node.Url)), time);
            view.Start();
            _views.Add(view);
        }
    }

    public async Task StartServicesAsync(IEnumerable<(string Service, string Id)> wanted, CancellationToken cancellation)
    {
        string[] seeds = [.. Seeds()];
        var starts = wanted.Select(w => DemoProcess.StartAsync(
            w.Id,
            ["demo-service", "--service", w.Service, "--id", w.Id, .. seeds],
            cancellation)).ToArray();
        await AddAllAsync(_services, starts);
    }

    public DemoProcess Service(string id) => _services.Last(s => s.Name == id);

    public async ValueTask DisposeAsync()
    {
        foreach (var view in _views)
            await view.DisposeAsync();
        DemoProcess[] all = [.. _services, .. _nodes];
        await Task.WhenAll(all.Select(p => p.StopAsync(StopLimit)));
        foreach (var process in all)
            process.Dispose();
    }

    /// <summary>Keeps those that did start even when another did not, so that they are stopped.</summary>
    private static async Task AddAllAsync(List<DemoProcess> all, Task<DemoProcess>[] starts)
    {
        await Task.WhenAll(starts).ContinueWith(static _ => { }, TaskScheduler.Default);
        all.AddRange(starts.Where(s => s.IsCompletedSuccessfully).Select(s => s.Result));
        await Task.WhenAll(starts);
    }

    private static Task<DemoProcess> StartNodeAsync(
        int number, IEnumerable<string> seeds, CancellationToken cancellation) => DemoProcess.StartAsync(
            $"node-{number}",
            [
                "node", "--name", $"node-{number}", "--zone", $"zone-{number}", "--port", "0", "--http", "0",
                "--output", "json", .. seeds,
            ],
            cancellation);

    private IEnumerable<string> Seeds() => _nodes.SelectMany(n => (string[])["--seed", $"127.0.0.1:{n.Ports.Remoting}"]);
}
