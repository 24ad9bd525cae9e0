using Mesh.Palette.Api;

namespace Mesh.Palette.Http;

/// <content>The overlay between meshes.</content>
internal sealed partial class HttpMeshApi
{
    public Task<ApiReply<KadLookupReply>> KadLookupAsync(KadLookupQuery query, CancellationToken cancellation)
    {
        var text = new ApiQuery().Add("service", query.Service).Add("mesh", query.Mesh).Add("node", query.Node)
            .Add("all", query.All).Add("deadline", query.Deadline);
        return http.SendAsync(HttpMethod.Get, "mesh/v1/kad/lookup" + text, null, Json.KadLookupReply, cancellation, query.Deadline);
    }

    public Task<ApiReply<KadTableReply>> KadTableAsync(CancellationToken cancellation) =>
        http.GetAsync("mesh/v1/kad/table", Json.KadTableReply, cancellation);

    public Task<ApiReply<KadPingReply>> KadPingAsync(string? address, CancellationToken cancellation) => http.SendAsync(
        HttpMethod.Post,
        "mesh/v1/kad/ping",
        ApiHttp.Body(new AddressBody(address), Json.AddressBody),
        Json.KadPingReply,
        cancellation);

    public Task<ApiReply<KadStoreReply>> KadStoreAsync(CancellationToken cancellation) =>
        http.GetAsync("mesh/v1/kad/store", Json.KadStoreReply, cancellation);
}
