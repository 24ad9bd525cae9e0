using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Mesh.Threads;

/// <summary>
/// Waits until a socket that does not block can be read, without reading: told by the runtime, in its pool, or by a spare
/// thread, whichever comes first. For one reader at a time.
/// </summary>
internal sealed class SocketWait : ISocketWaiter, IValueTaskSource, IDisposable
{
    private readonly SparePool _pool;
    private readonly SocketAsyncEventArgs _runtime = new(true);
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _cancellation;

    // Each 0 or 1. The runtime may still be asked when a spare thread has told already: it is not asked twice.
    private int _waits;
    private int _asked;

    public SocketWait(Socket socket, SparePool pool)
    {
        Socket = socket;
        _pool = pool;
        _runtime.SetBuffer(Memory<byte>.Empty);
        _runtime.Completed += (_, _) => Answered();
        pool.Watch(this);
    }

    public Socket Socket { get; }

    public bool IsWriter => false;

    public bool IsWaiting => Volatile.Read(ref _waits) == 1;

    /// <summary>Ends when it can be read, was closed, or the wait was cancelled; now and then also without a cause.</summary>
    public ValueTask ReadableAsync(CancellationToken cancellation)
    {
        _source.Reset();
        Interlocked.Exchange(ref _waits, 1);
        _cancellation = cancellation.UnsafeRegister(static w => ((SocketWait)w!).Tell(), this);
        if (Interlocked.Exchange(ref _asked, 1) == 0)
            Ask();
        return new ValueTask(this, _source.Version);
    }

    public bool TryClaim() => Interlocked.Exchange(ref _waits, 0) == 1;

    /// <summary>By who has claimed it.</summary>
    public void Execute() => _source.SetResult(true);

    public void Dispose()
    {
        _pool.Forget(this);
        _runtime.Dispose();
    }

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Ask()
    {
        try
        {
            if (!Socket.ReceiveAsync(_runtime))
                Answered();
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Reading says why.
            Answered();
        }
    }

    private void Answered()
    {
        Interlocked.Exchange(ref _asked, 0);
        Tell();
    }

    private void Tell()
    {
        if (TryClaim())
            Execute();
    }
}
