using System.Collections.Immutable;
using Grpc.Net.Client;
using Mesh.Kademlia;

namespace Mesh.Federation.Link;

/// <summary>The connection to one gateway, and for how many it is kept. Not thread-safe, but for who answered.</summary>
/// <param name="ids">Who answered, known after the handshake.</param>
internal sealed class SharedChannel(GrpcChannel channel, Func<ImmutableArray<NodeId>> ids, TimeSpan pause, TimeProvider time)
    : IDisposable
{
    private int _streams;
    private int _standbys;
    private ReadyConnection? _ready;

    public GrpcChannel Channel => channel;

    public ImmutableArray<NodeId> Ids => ids();

    public bool IsUsed => _streams + _standbys > 0;

    public void AddStream() => _streams++;

    public void RemoveStream() => _streams--;

    public void AddStandby()
    {
        _standbys++;
        _ready ??= new ReadyConnection(channel, pause, time);
    }

    public void RemoveStandby()
    {
        if (--_standbys > 0)
            return;
        _ready?.Dispose();
        _ready = null;
    }

    public void Dispose()
    {
        _ready?.Dispose();
        channel.Dispose();
    }
}
