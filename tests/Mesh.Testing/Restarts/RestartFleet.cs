using Mesh.Catalog;
using Mesh.Client;

namespace Mesh.Testing.Restarts;

/// <summary>
/// Three stand-alone nodes and an embedding process (this one), what is declared at the nodes, and the service that local
/// checks ask.
/// </summary>
internal sealed class RestartFleet : IAsyncDisposable
{
    public const int Count = 3;
    public const int DeclaredPerNode = 3;

    /// <summary>The number of the embedded node, which is not restarted.</summary>
    public const int Embedding = Count;

    public const string Declared = "declared";
    public const string Embedded = "embedded";

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience.Limit };
    private readonly List<FixedNode> _nodes = [];
    private EmbeddedNode? _embedded;

    private RestartFleet()
    {
        Ways = new Ways(_http, Checks.Address, Ending.Address);
    }

    public IReadOnlyList<FixedNode> Nodes => _nodes;

    public CheckedService Checks { get; } = new();

    /// <summary>Ends before the run does.</summary>
    public CheckedService Ending { get; } = new();

    public HttpClient Http => _http;

    public Ways Ways { get; }

    public static async Task<RestartFleet> StartAsync(params string[] more)
    {
        var fleet = new RestartFleet();
        try
        {
            for (var number = 0; number < Count; number++)
                fleet._nodes.Add(new FixedNode(number, fleet._nodes, fleet.Declarations(number), more));
            await fleet._nodes[0].StartAsync();
            await Task.WhenAll(fleet._nodes.Skip(1).Select(n => n.StartAsync()));
            foreach (var node in fleet._nodes)
                node.Seeds = [.. fleet._nodes.Skip(node.Number + 1)];
            fleet._embedded = await EmbeddedNode.StartAsync(m => m.WithSeeds(fleet._nodes.Select(n => n.Address)));
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public static int DeclaredPort(int node, int number) => 100 + (node * DeclaredPerNode) + number;

    /// <summary>An instance of the embedding process.</summary>
    public async Task RegisterEmbeddedAsync(int port)
    {
        var instance = new ServiceInstance
        {
            Service = ServiceName.Parse(Embedded),
            Id = InstanceId.Parse(Restarts.Ways.IdOf(port)),
            Host = "10.0.0.9",
            Port = port,
            Status = InstanceStatus.Passing,
        };
        if (await _embedded!.Client.RegisterAsync(instance) is not MeshReplies.Registered)
            throw new InvalidOperationException($"{instance.Key} was not registered");
    }

    /// <summary>Do all nodes that are up see so many members?</summary>
    public async Task MembersAsync(int count)
    {
        foreach (var node in _nodes.Where(n => n.IsUp))
        {
            using var api = new Processes.NodeApi(node.Http);
            await Eventually.EqualAsync(count, async () => (await api.MembersAsync()).Length, $"members at node {node.Number}", () => node.Output, Patience.Limit * 2);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Checks.DisposeAsync();
        await Ending.DisposeAsync();
        _http.Dispose();
    }

    private Dictionary<string, string> Declarations(int node)
    {
        var environment = new Dictionary<string, string>();
        for (var number = 0; number < DeclaredPerNode; number++)
        {
            var port = DeclaredPort(node, number);
            var at = $"Mesh__Instances__{number}__";
            environment[at + "Service"] = Declared;
            environment[at + "Id"] = Restarts.Ways.IdOf(port);
            environment[at + "Host"] = "10.0.0.9";
            environment[at + "Port"] = $"{port}";
            environment[at + "Check__Http"] = Checks.Address.ToString();
            environment[at + "Check__Interval"] = "1s";
        }

        return environment;
    }
}
