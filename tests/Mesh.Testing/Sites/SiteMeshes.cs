using Mesh.Testing.Network;

namespace Mesh.Testing.Sites;

/// <summary>Meshes over a slow network, each in the site of its name. Disposing ends all their gateways.</summary>
internal sealed class SiteMeshes(SlowNetwork network, FederationKeys keys) : IAsyncDisposable
{
    private const int Seeds = 3;

    private readonly Dictionary<string, List<SiteGateway>> _meshes = [];

    /// <summary>Gateways to enter the overlay through, for those that start from now on; the first three are used.</summary>
    public IList<string> Entries { get; } = [];

    /// <summary>Settings of those that start from now on, as variables of their environment.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    /// <summary>All that have not been removed, dead ones too.</summary>
    public IEnumerable<SiteGateway> All => _meshes.Values.SelectMany(m => m);

    /// <summary>The gateways of a mesh.</summary>
    public IReadOnlyList<SiteGateway> this[string mesh] => _meshes[mesh];

    /// <summary>Starts gateways of a mesh, one after the other, and returns once they are in the overlay.</summary>
    public async Task StartAsync(string mesh, int gateways, bool isClient = false)
    {
        for (var i = 0; i < gateways; i++)
        {
            var gateway = await StartAsync(await NextAsync(mesh, isClient));
            // The very first has nobody to find.
            if (All.Count() > 1 || gateway.Options.FederationSeeds.Count > 0)
                await gateway.WhenInOverlayAsync();
        }
    }

    /// <summary>Starts one that has ended once more, as it was.</summary>
    public async Task<SiteGateway> RestartAsync(SiteGateway ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        await RemoveAsync(ended);
        var sibling = _meshes[ended.Options.Mesh].FirstOrDefault();
        var gateway = await StartAsync(ended.Options with { Seed = sibling?.Ip, FederationSeeds = [.. Entries.Take(Seeds)] });
        await gateway.WhenInOverlayAsync();
        return gateway;
    }

    /// <summary>Ends it, if it has not ended, and forgets it.</summary>
    public async Task RemoveAsync(SiteGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        _meshes[gateway.Options.Mesh].Remove(gateway);
        Entries.Remove(gateway.Address);
        await gateway.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in All)
            await gateway.DisposeAsync();
        _meshes.Clear();
    }

    private async Task<SiteGateway> StartAsync(SiteGatewayOptions options)
    {
        var gateway = await SiteGateway.StartAsync(network, options);
        _meshes[options.Mesh].Add(gateway);
        if (!options.IsClient)
            Entries.Add(gateway.Address);
        return gateway;
    }

    private async Task<SiteGatewayOptions> NextAsync(string mesh, bool isClient)
    {
        if (!_meshes.TryGetValue(mesh, out var members))
            _meshes[mesh] = members = [];
        var host = members.Count + 1;
        var credentials = await keys.NewGatewayAsync(mesh, $"{network.AddressOf(mesh, host)}");
        return new SiteGatewayOptions(mesh, host, mesh, credentials)
        {
            Seed = members.FirstOrDefault()?.Ip,
            FederationSeeds = [.. Entries.Take(Seeds)],
            IsClient = isClient,
            Settings = new Dictionary<string, string>(Settings),
        };
    }
}
