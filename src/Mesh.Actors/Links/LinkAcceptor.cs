using System.Net.Sockets;
using Mesh.Threads;

namespace Mesh.Links;

/// <summary>Takes connections while the runtime's pool is blocked, beside the one that waits there for the next.</summary>
internal sealed class LinkAcceptor : ISocketWaiter, IDisposable
{
    private readonly SparePool _pool;
    private readonly Action<Socket> _accepted;
    private int _runs;

    public LinkAcceptor(Socket listening, SparePool pool, Action<Socket> accepted)
    {
        Socket = listening;
        _pool = pool;
        _accepted = accepted;
        listening.Blocking = false;
        pool.Watch(this);
    }

    public Socket Socket { get; }

    public bool IsWriter => false;

    public bool IsWaiting => Volatile.Read(ref _runs) == 0;

    public bool TryClaim() => Interlocked.Exchange(ref _runs, 1) == 0;

    public void Execute()
    {
        try
        {
            _accepted(Socket.Accept());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The pool was quicker, it went again, or nothing is listened to any more.
        }
        finally
        {
            Volatile.Write(ref _runs, 0);
        }
    }

    public void Dispose() => _pool.Forget(this);
}
