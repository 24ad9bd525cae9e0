namespace Mesh.Palette.Api;

/// <summary>What a gateway says of the overlay that joins meshes. Other nodes answer that they are none.</summary>
public interface IOverlayApi
{
    Task<ApiReply<KadLookupReply>> KadLookupAsync(KadLookupQuery query, CancellationToken cancellation);

    Task<ApiReply<KadTableReply>> KadTableAsync(CancellationToken cancellation);

    /// <param name="address">"address:port" of a gateway.</param>
    Task<ApiReply<KadPingReply>> KadPingAsync(string? address, CancellationToken cancellation);

    Task<ApiReply<KadStoreReply>> KadStoreAsync(CancellationToken cancellation);
}
