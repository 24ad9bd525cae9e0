using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Mesh.Federation.Link;

/// <summary>
/// Connections to one gateway far away. A first packet that gets lost would cost a second, the first timeout of TCP (RFC
/// 6298, section 2); so another attempt is begun after 250 ms, the delay of RFC 8305, section 5, and the first attempt to end
/// decides: one that is refused is refused by the gateway. After a failure nobody tries for as long.
/// </summary>
/// <param name="tls">Null: in the clear.</param>
internal sealed class GatewayConnector(SslClientAuthenticationOptions? tls)
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private const int MaxAttempts = 3;

    private readonly RecentFailure _failure = new(Delay, TimeProvider.System);

    /// <summary>A stream that is secured already, so that a failure of that part counts too.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) =>
        await _failure.RunAsync(() => OpenAsync(context.DnsEndPoint, cancellation));

    private async Task<Stream> OpenAsync(DnsEndPoint gateway, CancellationToken cancellation)
    {
        var socket = await FirstAsync(end => OpenSocketAsync(gateway, end), TimeProvider.System, cancellation);
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (tls is null)
            return stream;
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(OptionsFor(gateway.Host, tls), cancellation);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private static SslClientAuthenticationOptions OptionsFor(string host, SslClientAuthenticationOptions tls) => new()
    {
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateContext = tls.ClientCertificateContext,
        RemoteCertificateValidationCallback = tls.RemoteCertificateValidationCallback,
        TargetHost = host,
    };

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

    private static async Task<Socket> OpenSocketAsync(EndPoint gateway, CancellationToken cancellation)
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
