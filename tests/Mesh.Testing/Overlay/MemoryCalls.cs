using System.Collections.Concurrent;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;

namespace Mesh.Testing.Overlay;

/// <summary>Calls between the gateways of one process, without connections.</summary>
internal sealed class MemoryCalls
{
    private readonly ConcurrentDictionary<KadAddress, IOverlayCalls> _gateways = [];
    private readonly ConcurrentQueue<Task> _underWay = new();

    /// <summary>All calls that were made.</summary>
    public ConcurrentQueue<(KadAddress From, KadAddress To, byte[] Datagram)> Made { get; } = new();

    public void Add(FleetGateway gateway) => _gateways[gateway.Address] = gateway;

    /// <summary>The way of one gateway to the others.</summary>
    /// <param name="from">Its address, known once it is open; a connection shows the host of it.</param>
    public ICallCarrier From(Func<KadAddress> from) => new Line(this, from);

    /// <summary>Waits until the calls under way have ended and those who made them were told; answers how many that were.</summary>
    public async Task<int> EndAsync()
    {
        var count = 0;
        for (; _underWay.TryDequeue(out var call); count++)
            await call;
        return count;
    }

    private Task<CallReply> Begin(Task<CallReply> call)
    {
        // Whoever waits for it goes on while the result is set.
        var told = new TaskCompletionSource<CallReply>();
        _underWay.Enqueue(TellAsync(call, told));
        return told.Task;
    }

    private static async Task TellAsync(Task<CallReply> call, TaskCompletionSource<CallReply> told)
    {
        await Task.WhenAny(call).ConfigureAwait(false);
        told.SetFromTask(call);
    }

    private sealed class Line(MemoryCalls calls, Func<KadAddress> from) : ICallCarrier
    {
        /// <summary>Connections have ports of their own.</summary>
        private const ushort SomePort = 40_000;

        public Task<CallReply> CallAsync(KadAddress to, ReadOnlyMemory<byte> datagram, CancellationToken cancellation)
        {
            var own = from();
            calls.Made.Enqueue((own, to, datagram.ToArray()));
            return calls._gateways.TryGetValue(to, out var gateway)
                ? calls.Begin(gateway.ReceiveAsync(own with { Port = SomePort }, certified: null, datagram, cancellation))
                : Task.FromResult<CallReply>(new CallReply.Failed(CallFault.Unavailable, "nobody is there"));
        }
    }
}
