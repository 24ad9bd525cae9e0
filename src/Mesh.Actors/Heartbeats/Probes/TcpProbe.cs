using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Passing when a connection can be opened; nothing is sent.</summary>
internal sealed class TcpProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => ConnectAsync(terms.Target, cancellation), stop);

    private async Task<ProbeResult> ConnectAsync(string target, CancellationToken cancellation)
    {
        var address = new Uri("tcp://" + target);
        using var socket = await _reach.ConnectAsync(SocketType.Stream, ProtocolType.Tcp, address.IdnHost, address.Port, cancellation);
        return ProbeResult.Passing($"connected to {target}");
    }
}
