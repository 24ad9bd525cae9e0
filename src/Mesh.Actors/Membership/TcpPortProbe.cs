using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <inheritdoc />
internal sealed class TcpPortProbe(TimeProvider time) : IPortProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public async Task<PortState> TryAsync(string address)
    {
        if (!HostPort.TrySplit(address, out var host, out var port))
            return PortState.Silent;
        using var limit = new CancellationTokenSource(Limit, time);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, limit.Token);
            return PortState.Open;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return PortState.Refused;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return PortState.Silent;
        }
    }
}
