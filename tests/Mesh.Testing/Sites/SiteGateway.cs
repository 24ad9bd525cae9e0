using System.Net;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Sites;

/// <summary>
/// A node that is a gateway, as a process in a site of a slow network, with the ports that nodes have by default.
/// Disposing kills it; asking it does not go over the slow network.
/// </summary>
internal sealed class SiteGateway : IAsyncDisposable
{
    public const int RemotingPort = 4053;
    public const int GatewayPort = 4100;
    private const int HttpPort = 8500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;

    private SiteGateway(ChildProcess process, SiteGatewayOptions options, IPAddress ip, NodeApi api) =>
        (_process, Options, Ip, Api) = (process, options, ip, api);

    public SiteGatewayOptions Options { get; }

    public NodeApi Api { get; }

    public IPAddress Ip { get; }

    /// <summary>Where other gateways reach it.</summary>
    public string Address => $"{Ip}:{GatewayPort}";

    public int Pid => _process.Pid;

    public string Output => _process.Output;

    /// <summary>Starts it and returns once it is ready.</summary>
    public static async Task<SiteGateway> StartAsync(SlowNetwork network, SiteGatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        var ip = network.AddressOf(options.Site, options.Host);
        string[] arguments =
        [
            "netns", "exec", network.NamespaceOf(options.Site), NodeBinary.Path, "node",
            "--mesh", options.Mesh, "--host", $"{ip}", "--insecure", "--gateway", $"{ip}:{GatewayPort}",
            "--federation-credentials", options.Credentials,
            .. options.FederationSeeds.SelectMany(s => new[] { "--federation-seed", s }),
            .. options.Seed is { } seed ? new[] { "--seed", $"{seed}:{RemotingPort}" } : [],
            .. options.IsClient ? new[] { "--federation-client" } : [],
        ];
        var api = new NodeApi(new Uri($"http://{ip}:{HttpPort}"), network.ClientAt(options.Site));
        var gateway = new SiteGateway(ChildProcess.Start("ip", arguments, options.Settings), options, ip, api);
        try
        {
            await Eventually.IsAsync(gateway.IsReadyAsync, () => $"{options} is not ready; it printed:\n{gateway.Output}", Limit, Pause);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns once it is in the overlay.</summary>
    public Task WhenInOverlayAsync() => Eventually.IsAsync(
        async () => await Api.MetricAsync("mesh_overlay_contacts") > 0,
        () => $"{Options} is not in the overlay; it printed:\n{Output}",
        Limit,
        Pause);

    public Task ExportAsync(string service) => Api.PutAsync($"/mesh/v1/exports/{service}", new { });

    public void Kill() => _process.Kill();

    public Task<int> TerminateAsync(TimeSpan limit) => _process.TerminateAsync(limit);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"{Options} ended before it was ready; it printed:\n{Output}");
        try
        {
            return (await Api.GetAsync("/readyz")).GetProperty("ready").GetBoolean();
        }
        catch (Exception trouble) when (trouble is HttpRequestException or InvalidOperationException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // It does not listen yet, or is joining, or takes its time.
            return false;
        }
    }
}
