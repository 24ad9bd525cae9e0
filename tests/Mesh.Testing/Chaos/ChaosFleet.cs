using System.Net.Sockets;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;
using Mesh.Testing.Restarts;

namespace Mesh.Testing.Chaos;

/// <summary>
/// Nodes in network namespaces of their own, whose packets go through this process. Their clients are beside them: what
/// is asked of a node is asked from its own namespace. Disposing ends the nodes and removes folders and namespaces.
/// </summary>
internal sealed class ChaosFleet : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly List<ChaosNode> _nodes = [];
    private readonly HttpClient _http;
    private readonly NodeSecurity? _security;

    private ChaosFleet(SlowNetwork network, NodeSecurity? security)
    {
        (Network, _security) = (network, security);
        var handler = network.HandlerAt(network.SiteOf);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2);
        _http = new HttpClient(handler) { Timeout = AnswerLimit };
        security?.Arm(_http, handler);
    }

    public SlowNetwork Network { get; }

    public IReadOnlyList<ChaosNode> Nodes => _nodes;

    public HttpClient Http => _http;

    /// <param name="seeds">How many of the first nodes are the seeds of all.</param>
    /// <param name="isSecured">With TLS, signatures and tokens.</param>
    public static async Task<ChaosFleet> StartAsync(int nodes, int seeds, ulong seed, bool isSecured = false)
    {
        var network = await SlowNetwork.CreateAsync(Enumerable.Range(1, nodes).Select(n => $"n{n}"), LinkTerms.Direct, seed);
        var fleet = new ChaosFleet(network, isSecured ? new NodeSecurity() : null);
        try
        {
            for (var number = 0; number < nodes; number++)
                fleet._nodes.Add(new ChaosNode(network, number, fleet._http, [.. Enumerable.Range(0, seeds)], fleet._security));
            await Task.WhenAll(fleet._nodes.Select(n => n.StartAsync()));
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>What lists the instances of a service at a node; null: it is not ready, or does not answer.</summary>
    public Task<DoorAnswer?> ListAsync(ChaosNode node, string service) => AskAsync(HttpAnswers.NativeAsync, node, service);

    /// <summary>The same of the keys that describe the instances, for these have a way of their own through the mesh.</summary>
    public Task<DoorAnswer?> ListKeysAsync(ChaosNode node, string service) => AskAsync(HttpAnswers.EtcdAsync, node, service);

    private async Task<DoorAnswer?> AskAsync(
        Func<HttpClient, IDoorNode, string, CancellationToken, Task<DoorAnswer?>> ask, ChaosNode node, string service)
    {
        try
        {
            return await ask(_http, node, service, CancellationToken.None);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>What all nodes together know of an instance, as one of them tells it.</summary>
    public async Task<string> ExplainAsync(Subject? subject)
    {
        if (subject is null)
            return "";
        try
        {
            return await _http.GetStringAsync(new Uri(_nodes[0].Http, $"/mesh/v1/services/{subject.Service}/{Ways.IdOf(subject.Port)}/explain"));
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            return $"{subject} cannot be explained: {trouble.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _http.Dispose();
        _security?.Dispose();
        await Network.DisposeAsync();
    }
}
