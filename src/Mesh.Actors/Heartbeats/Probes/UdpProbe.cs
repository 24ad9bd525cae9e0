using System.Net.Sockets;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Sends a datagram. A port that is known to be closed is critical; an answer, and silence until the timeout, are
/// passing, for nothing says that a service must answer.
/// </summary>
internal sealed class UdpProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) => ProbeAttempt.RunAsync(
        // The timeout is an outcome here, so the attempt gets more than that.
        terms with { Timeout = terms.Timeout + TimeSpan.FromSeconds(5) },
        time,
        cancellation => SendAsync(terms, cancellation),
        stop);

    private async Task<ProbeResult> SendAsync(HealthTerms terms, CancellationToken cancellation)
    {
        var address = new Uri("udp://" + terms.Target);
        using var socket = await _reach.ConnectAsync(SocketType.Dgram, ProtocolType.Udp, address.IdnHost, address.Port, cancellation);
        await socket.SendAsync(Encoding.UTF8.GetBytes(terms.Body), cancellation);
        using var silence = new CancellationTokenSource(terms.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            var read = await socket.ReceiveAsync(new byte[1_024], either.Token);
            return ProbeResult.Passing($"{read} bytes from {terms.Target}");
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ProbeResult.Passing($"sent to {terms.Target}, nothing came back");
        }
    }
}
