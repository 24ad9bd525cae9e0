using System.Net;
using System.Net.Sockets;

namespace Mesh.Node.Federation;

/// <summary>
/// TCP connections to gateways far away. A first packet that gets lost would cost a second, the first timeout of TCP (RFC
/// 6298, section 2); so another attempt is begun after 250 ms, the delay of RFC 8305, section 5, and the first attempt to end
/// decides: one that is refused is refused by the gateway.
/// </summary>
internal static class GatewayConnector
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private const int MaxAttempts = 3;

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = await FirstAsync(end => OpenAsync(context.DnsEndPoint, end), TimeProvider.System, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The outcome of the first attempt that ends; what others make later is disposed of.</summary>
    internal static async Task<T> FirstAsync<T>(
        Func<CancellationToken, Task<T>> attempt, TimeProvider time, CancellationToken cancellation)
        where T : IDisposable
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var attempts = new List<Task<T>> { attempt(decided.Token) };
        Task? first = null;
        try
        {
            while (true)
            {
                var wait = attempts.Count < MaxAttempts ? Delay : Timeout.InfiniteTimeSpan;
                first = await Task.WhenAny(attempts.Append<Task>(Task.Delay(wait, time, decided.Token)));
                if (first is Task<T> ended)
                    return await ended;
                cancellation.ThrowIfCancellationRequested();
                attempts.Add(attempt(decided.Token));
            }
        }
        finally
        {
            await decided.CancelAsync();
            foreach (var other in attempts.Where(a => a != first))
                _ = DropAsync(other);
        }
    }

    private static async Task<Socket> OpenAsync(EndPoint gateway, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(gateway, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DropAsync<T>(Task<T> attempt)
        where T : IDisposable
    {
        try
        {
            (await attempt).Dispose();
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or SocketException)
        {
            // It came to nothing, which is as well.
        }
    }
}
