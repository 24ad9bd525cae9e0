using System.Net;
using System.Net.Sockets;

namespace Mesh.Membership.Joining;

/// <inheritdoc />
internal sealed class DnsSeedResolver(TimeProvider time) : ISeedResolver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<IPAddress>?> ResolveAsync(string name)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            return await Dns.GetHostAddressesAsync(name, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException { SocketErrorCode: SocketError.TryAgain })
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
