using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>Takes connections, a bounded number at once at all sockets together; one too many is closed, so that the client turns elsewhere.</summary>
internal sealed class DnsTcpListener(
    IReadOnlyList<Socket> sockets, Func<DnsResponder> responders, DnsOptions options, TimeProvider time, DnsFaults faults)
{
    private int _open;

    /// <summary>Runs until the door closes; then all connections are closed.</summary>
    public Task RunAsync(CancellationToken closed) => Task.WhenAll(sockets.Select(s => AcceptAsync(s, closed)));

    private async Task AcceptAsync(Socket socket, CancellationToken closed)
    {
        while (!closed.IsCancellationRequested)
        {
            try
            {
                Take(await socket.AcceptAsync(closed), closed);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException trouble)
            {
                // A client that gave up, or no descriptors left: later there may be.
                faults.OnSocket(trouble);
            }
        }
    }

    private void Take(Socket client, CancellationToken closed)
    {
        if (Interlocked.Increment(ref _open) > options.MaxConnections)
            End(client);
        else
            _ = ServeAsync(client, closed);
    }

    private async Task ServeAsync(Socket client, CancellationToken closed)
    {
        try
        {
            client.NoDelay = true;
            await new DnsTcpConnection(client, responders(), options, time, faults).ServeAsync(closed);
        }
        catch (Exception bug)
        {
            faults.OnBug(bug);
        }
        finally
        {
            End(client);
        }
    }

    private void End(Socket client)
    {
        client.Dispose();
        Interlocked.Decrement(ref _open);
    }
}
