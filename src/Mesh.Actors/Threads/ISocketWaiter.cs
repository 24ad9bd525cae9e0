using System.Net.Sockets;

namespace Mesh.Threads;

/// <summary>Somebody who waits for a socket, and is run by a spare thread when the pool's do not get to it.</summary>
internal interface ISocketWaiter : IThreadPoolWorkItem
{
    Socket Socket { get; }

    /// <summary>To be written to; otherwise to be read.</summary>
    bool IsWriter { get; }

    bool IsWaiting { get; }

    /// <summary>True for one who asks, which then runs it: it waits no more.</summary>
    bool TryClaim();
}
