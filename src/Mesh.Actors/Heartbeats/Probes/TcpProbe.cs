using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Passing when a connection can be opened; nothing is sent.</summary>
internal sealed class TcpProbe(TimeProvider time) : IHealthProbe
{
    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => ConnectAsync(terms.Target, cancellation), stop);

    private static async Task<ProbeResult> ConnectAsync(string target, CancellationToken cancellation)
    {
        var address = new Uri("tcp://" + target);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new DnsEndPoint(address.IdnHost, address.Port), cancellation);
        return ProbeResult.Passing($"connected to {target}");
    }
}
