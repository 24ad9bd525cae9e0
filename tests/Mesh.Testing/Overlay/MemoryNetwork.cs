using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Overlay;

/// <summary>
/// A network in memory: datagrams lie on it until <see cref="Deliver"/> brings them, so that a test decides when. Not
/// reachable addresses swallow what is sent to them.
/// </summary>
internal sealed class MemoryNetwork
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KadAddress, MemorySocket> _sockets = [];
    private readonly Queue<(KadAddress From, KadAddress To, byte[] Bytes)> _wire = new();

    /// <summary>Sees every datagram as it is delivered.</summary>
    public Action<KadAddress, KadAddress, byte[]> Seen { get; set; } = static (_, _, _) => { };

    /// <summary>False: it is lost.</summary>
    public Func<KadAddress, KadAddress, bool> Passes { get; set; } = static (_, _) => true;

    public IDatagramSocket Bind(System.Net.IPEndPoint endPoint)
    {
        var socket = new MemorySocket(this, KadAddress.From(endPoint));
        lock (_gate)
            _sockets[socket.Local] = socket;
        return socket;
    }

    /// <summary>Puts a datagram on the network whose source may be a lie.</summary>
    public void Inject(KadAddress from, KadAddress to, byte[] datagram)
    {
        lock (_gate)
            _wire.Enqueue((from, to, datagram));
    }

    /// <summary>Brings what is under way now; answers how many datagrams that were.</summary>
    public int Deliver()
    {
        (KadAddress From, KadAddress To, byte[] Bytes)[] batch;
        lock (_gate)
        {
            batch = [.. _wire];
            _wire.Clear();
        }

        foreach (var (from, to, bytes) in batch)
        {
            Seen(from, to, bytes);
            MemorySocket? socket;
            lock (_gate)
                socket = Passes(from, to) ? _sockets.GetValueOrDefault(to) : null;
            socket?.Handler?.Invoke(from, bytes);
        }

        return batch.Length;
    }

    internal void Close(MemorySocket socket)
    {
        lock (_gate)
            _sockets.Remove(socket.Local);
    }
}
