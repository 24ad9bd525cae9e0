using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Passing when a connection can be opened, with TLS where the terms ask for it; nothing is sent.</summary>
internal sealed class TcpProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => ConnectAsync(terms, cancellation), stop);

    private async Task<ProbeResult> ConnectAsync(HealthTerms terms, CancellationToken cancellation)
    {
        var address = new Uri("tcp://" + terms.Target);
        using var socket = await _reach.ConnectAsync(SocketType.Stream, ProtocolType.Tcp, address.IdnHost, address.Port, cancellation);
        if (terms.UseTls)
        {
            await using var plain = new NetworkStream(socket);
            await using var tls = await ProbeTls.OpenAsync(plain, terms, address.IdnHost, [], cancellation);
        }

        return ProbeResult.Passing($"connected to {terms.Target}");
    }
}
