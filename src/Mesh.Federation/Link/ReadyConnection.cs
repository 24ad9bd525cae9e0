using Grpc.Core;
using Grpc.Net.Client;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Federation.Link;

/// <summary>
/// Keeps the connection of a channel open by a small call now and then, which also finds out that it broke. Any answer will
/// do: a gateway of an older version does not know the call.
/// </summary>
internal sealed class ReadyConnection : IDisposable
{
    /// <summary>Pauses double after failures, so many times.</summary>
    private const int MaxDoublings = 4;

    private readonly CancellationTokenSource _ended = new();

    public ReadyConnection(GrpcChannel channel, TimeSpan pause, TimeProvider time) =>
        _ = RunAsync(new P.Federation.FederationClient(channel), pause, time, _ended.Token);

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private static async Task RunAsync(
        P.Federation.FederationClient gateway, TimeSpan pause, TimeProvider time, CancellationToken ended)
    {
        try
        {
            var failures = 0;
            while (true)
            {
                failures = await IsThereAsync(gateway, ended) ? 0 : Math.Min(failures + 1, MaxDoublings);
                await Task.Delay(pause * (1 << failures), time, ended);
            }
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody wants it any longer, or the channel was cut.
        }
    }

    private static async Task<bool> IsThereAsync(P.Federation.FederationClient gateway, CancellationToken ended)
    {
        try
        {
            // No deadline: the pings of the connection end a call that nobody will answer.
            await gateway.PingAsync(new P.PingRequest(), cancellationToken: ended);
            return true;
        }
        catch (RpcException trouble)
        {
            return trouble.StatusCode is StatusCode.Unimplemented;
        }
    }
}
