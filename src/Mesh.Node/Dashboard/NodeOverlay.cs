using Mesh.Dashboard.Federation;
using Mesh.Palette.Api;

namespace Mesh.Node.Dashboard;

/// <summary>The overlay of a stand-alone node for the page that shows it: what the native API says of it.</summary>
internal sealed class NodeOverlay(IMeshApi api) : IOverlaySource
{
    public async Task<OverlayFact> ReadAsync(CancellationToken cancellation)
    {
        var table = await api.KadTableAsync(cancellation);
        var store = await api.KadStoreAsync(cancellation);
        if (!table.IsDone || !store.IsDone)
            return new((table.Problem ?? store.Problem)?.Detail ?? "no answer");
        return new("")
        {
            Mesh = table.Value.MeshName,
            Address = table.Value.Address,
            IsClosed = table.Value.Closed,
            Peers = [.. table.Value.Peers.Select(static p => new OverlayPeer(
                p.Id, p.Address, p.SharedBits, p.Failures ?? 0, TimeSpan.FromMilliseconds(p.HeardAgoMs ?? 0)))],
            Published = store.Value.Published,
            Records = store.Value.Records,
        };
    }
}
