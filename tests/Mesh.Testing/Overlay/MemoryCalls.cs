using System.Collections.Concurrent;
using Mesh.Federation;
using Mesh.Kademlia;
using Mesh.Kademlia.Transport;

namespace Mesh.Testing.Overlay;

/// <summary>Calls between the gateways of one process, without connections.</summary>
public sealed class MemoryCalls
{
    private readonly ConcurrentDictionary<KadAddress, IOverlayCalls> _gateways = [];

    /// <summary>All calls that were made.</summary>
    public ConcurrentQueue<(KadAddress From, KadAddress To, byte[] Datagram)> Made { get; } = new();

    /// <summary>False: nobody is there.</summary>
    public Func<KadAddress, KadAddress, bool> Passes { get; set; } = static (_, _) => true;

    public void Add(FleetGateway gateway) => _gateways[gateway.Address] = gateway;

    /// <summary>The way of one gateway to the others.</summary>
    /// <param name="from">Its address, known once it is open; a connection shows the host of it.</param>
    public ICallCarrier From(Func<KadAddress> from) => new Line(this, from);

    private sealed class Line(MemoryCalls calls, Func<KadAddress> from) : ICallCarrier
    {
        /// <summary>Connections have ports of their own.</summary>
        private const ushort SomePort = 40_000;

        public Task<CallReply> CallAsync(KadAddress to, ReadOnlyMemory<byte> datagram, CancellationToken cancellation)
        {
            var own = from();
            calls.Made.Enqueue((own, to, datagram.ToArray()));
            return calls.Passes(own, to) && calls._gateways.TryGetValue(to, out var gateway)
                ? gateway.ReceiveAsync(own with { Port = SomePort }, certified: null, datagram, cancellation)
                : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "nobody is there"));
        }
    }
}
