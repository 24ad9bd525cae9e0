using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mesh.Testing.Restarts;

/// <summary>What local checks ask: answers any connection as an HTTP server that is well. Ends when it is disposed of.</summary>
internal sealed class CheckedService : IAsyncDisposable
{
    private static readonly byte[] Well = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePorts.Take());
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public CheckedService()
    {
        _listener.Start(512);
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        _work = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        if (_work.IsCompleted)
            return;
        await _stopping.CancelAsync();
        _listener.Stop();
        await _work;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // A caller that is gone already, or the end.
            }
        }
    }

    private async Task AnswerAsync(TcpClient caller)
    {
        using (caller)
        {
            try
            {
                var stream = caller.GetStream();
                if (await stream.ReadAsync(new byte[4_096], _stopping.Token) > 0)
                    await stream.WriteAsync(Well, _stopping.Token);
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or IOException)
            {
                // A check of TCP says nothing and goes.
            }
        }
    }
}
