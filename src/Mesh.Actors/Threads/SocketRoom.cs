using System.Net.Sockets;

namespace Mesh.Threads;

/// <summary>Waits once, while spare threads help, until more can be written to a socket; ends also when they do not any more.</summary>
internal sealed class SocketRoom(Socket socket, SparePool pool) : ISocketWaiter
{
    private readonly TaskCompletionSource _room = new();
    private int _waits = 1;

    public Socket Socket => socket;

    public bool IsWriter => true;

    public bool IsWaiting => Volatile.Read(ref _waits) == 1;

    public async Task WaitAsync(CancellationToken cancellation)
    {
        using var cancelled = cancellation.UnsafeRegister(static r => ((SocketRoom)r!).Tell(), this);
        pool.Watch(this);
        // The shift may have ended before this one was seen.
        if (!pool.IsHelping)
            Tell();
        await _room.Task;
        pool.Forget(this);
        cancellation.ThrowIfCancellationRequested();
    }

    public bool TryClaim() => Interlocked.Exchange(ref _waits, 0) == 1;

    public void Execute() => _room.SetResult();

    private void Tell()
    {
        if (TryClaim())
            Execute();
    }
}
