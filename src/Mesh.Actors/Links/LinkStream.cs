using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Mesh.Threads;

namespace Mesh.Links;

/// <summary>
/// The bytes of a connection, read and written also while the runtime's pool is blocked, in which it tells what becomes of sockets.
/// </summary>
internal sealed class LinkStream : NetworkStream
{
    private readonly SparePool _pool;
    private readonly SocketWait _wait;
    private bool _isMore;

    public LinkStream(Socket socket, SparePool pool)
        : base(Blocking(socket), ownsSocket: true)
    {
        _pool = pool;
        // Whoever finds nothing to read waits here, and not in the socket.
        socket.Blocking = false;
        _wait = new SocketWait(socket, pool);
    }

    /// <summary>Is anything said? False: the other end has closed it before.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken cancellation)
    {
        var one = new byte[1];
        while (true)
        {
            await WaitAsync(cancellation);
            if (TryReceive(one, SocketFlags.Peek, out var length))
                return length > 0;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // What did not fill the last buffer was all there was: trying once more would be in vain as a rule.
            if (!_isMore)
                await WaitAsync(cancellationToken);
            _isMore = false;
            if (buffer.IsEmpty)
                return 0;
            if (!TryReceive(buffer.Span, SocketFlags.None, out var length))
                continue;
            _isMore = length == buffer.Length;
            return length;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        // The runtime needs its pool where not all can be sent at once.
        _pool.IsHelping ? WriteHelpedAsync(buffer, cancellationToken) : base.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _wait.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>As the base wants it; one that was accepted is as who listens.</summary>
    private static Socket Blocking(Socket socket)
    {
        socket.Blocking = true;
        return socket;
    }

    private async ValueTask WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _wait.ReadableAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>False: there is nothing yet.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    private bool TryReceive(Span<byte> buffer, SocketFlags flags, out int length)
    {
        length = Socket.Receive(buffer, flags, out var error);
        return error switch
        {
            SocketError.Success => true,
            SocketError.WouldBlock => false,
            _ => throw Broken(error),
        };
    }

    private async ValueTask WriteHelpedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        while (!buffer.IsEmpty)
        {
            var sent = Socket.Send(buffer.Span, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw Broken(error);
            buffer = buffer[Math.Max(sent, 0)..];
            if (buffer.IsEmpty)
                return;
            if (!_pool.IsHelping)
            {
                await base.WriteAsync(buffer, cancellation);
                return;
            }

            await new SocketRoom(Socket, _pool).WaitAsync(cancellation);
        }
    }

    private static IOException Broken(SocketError error)
    {
        var fault = new SocketException((int)error);
        return new IOException(fault.Message, fault);
    }
}
