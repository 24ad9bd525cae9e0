using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Overlay;

/// <summary>
/// A real socket whose datagrams get lost or come late on the way in, by a seeded generator: one-way delays evenly between
/// two bounds, each datagram on its own, so that they overtake each other.
/// </summary>
internal sealed class SlowLossySocket(IDatagramSocket inner, ulong seed, double loss, TimeSpan least, TimeSpan most) : IDatagramSocket
{
    private readonly Lock _gate = new();
    private readonly Lock _turn = new();
    private KadRandom _random = new(seed);

    public KadAddress Local => inner.Local;

    public void Listen(DatagramHandler handler) => inner.Listen((from, datagram) =>
    {
        TimeSpan delay;
        lock (_gate)
        {
            if (_random.Unit() < loss)
                return;
            delay = least + _random.Unit() * (most - least);
        }

        var bytes = datagram.ToArray();
        _ = HandLaterAsync(handler, from, bytes, delay);
    });

    public bool Send(ReadOnlySpan<byte> datagram, KadAddress to) => inner.Send(datagram, to);

    public void Dispose() => inner.Dispose();

    private async Task HandLaterAsync(DatagramHandler handler, KadAddress from, byte[] bytes, TimeSpan delay)
    {
        await Task.Delay(delay, TimeProvider.System);
        // A handler is called by one at a time.
        lock (_turn)
            handler(from, bytes);
    }
}
