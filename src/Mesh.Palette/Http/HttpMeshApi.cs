using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mesh.Palette.Api;

namespace Mesh.Palette.Http;

/// <summary>The operations over the HTTP API of a node.</summary>
internal sealed partial class HttpMeshApi(ApiHttp http) : IMeshApi
{
    private static readonly MeshJson Json = ApiJson.Lenient;

    /// <summary>Three of the beats that a node sends into a watch.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    public Task<ApiReply<IReadOnlyList<ServiceItem>>> ServicesAsync(CancellationToken cancellation) =>
        http.GetAsync("mesh/v1/services", Json.IReadOnlyListServiceItem, cancellation);

    public Task<ApiReply<ServiceDetail>> InstancesAsync(
        string service, InstancesQuery query, CancellationToken cancellation) =>
        http.GetAsync(ApiPath.Service(service) + Filter(query), Json.ServiceDetail, cancellation);

    public Task<ApiReply<RegisterReply>> RegisterAsync(
        string service,
        string id,
        RegisterBody body,
        string? consistency,
        string? deadline,
        CancellationToken cancellation)
    {
        var query = new ApiQuery().Add("consistency", consistency).Add("deadline", deadline);
        return http.SendAsync(
            HttpMethod.Put,
            ApiPath.Instance(service, id) + query,
            ApiHttp.Body(body, Json.RegisterBody),
            Json.RegisterReply,
            cancellation,
            deadline);
    }

    public Task<ApiReply<InstanceModel>> InstanceAsync(string service, string id, CancellationToken cancellation) =>
        http.GetAsync(ApiPath.Instance(service, id), Json.InstanceModel, cancellation);

    public Task<ApiReply<WriteReply>> DeregisterAsync(
        string service, string id, string? ifMatch, CancellationToken cancellation) => http.SendAsync(
            HttpMethod.Delete, ApiPath.Instance(service, id), null, Json.WriteReply, cancellation, ifMatch: ifMatch);

    public Task<ApiReply<WriteReply>> RenewAsync(
        string service, string id, RenewBody body, string? ifMatch, CancellationToken cancellation) => http.SendAsync(
            HttpMethod.Put,
            ApiPath.Instance(service, id) + "/renew",
            ApiHttp.Body(body, Json.RenewBody),
            Json.WriteReply,
            cancellation,
            ifMatch: ifMatch);

    public Task<ApiReply<WriteReply>> SetStatusAsync(
        string service, string id, StatusBody body, string? ifMatch, CancellationToken cancellation) => http.SendAsync(
            HttpMethod.Put,
            ApiPath.Instance(service, id) + "/status",
            ApiHttp.Body(body, Json.StatusBody),
            Json.WriteReply,
            cancellation,
            ifMatch: ifMatch);

    public Task<ApiReply<WriteReply>> ResetStatusAsync(string service, string id, string? ifMatch, CancellationToken cancellation) =>
        http.SendAsync(
            HttpMethod.Delete, ApiPath.Instance(service, id) + "/status", null, Json.WriteReply, cancellation, ifMatch: ifMatch);

    public Task<ApiReply<WriteReply>> UndrainAsync(string service, string id, string? ifMatch, CancellationToken cancellation) =>
        http.SendAsync(
            HttpMethod.Put, ApiPath.Instance(service, id) + "/undrain", null, Json.WriteReply, cancellation, ifMatch: ifMatch);

    public Task<ApiReply<DrainReply>> DrainAsync(
        string service, string id, string? deadline, string? ifMatch, CancellationToken cancellation) => http.SendAsync(
            HttpMethod.Put,
            ApiPath.Instance(service, id) + "/drain" + new ApiQuery().Add("deadline", deadline),
            null,
            Json.DrainReply,
            cancellation,
            deadline,
            ifMatch);

    public Task<ApiReply<PickReply>> PickAsync(
        string service, PickQuery query, CancellationToken cancellation)
    {
        var text = Filter(query.Filter).Add("key", query.Key).Add("policy", query.Policy).Add("count", query.Count);
        return http.GetAsync(ApiPath.Service(service) + "/pick" + text, Json.PickReply, cancellation);
    }

    public Task<ApiReply<ExplainReply>> ExplainAsync(string service, string id, CancellationToken cancellation) =>
        http.GetAsync(ApiPath.Instance(service, id) + "/explain", Json.ExplainReply, cancellation);

    public Task<ApiReply<PolicyModel>> GetPolicyAsync(string service, CancellationToken cancellation) =>
        http.GetAsync(ApiPath.Service(service) + "/policy", Json.PolicyModel, cancellation);

    public Task<ApiReply<PolicyModel>> SetPolicyAsync(
        string service, PolicyModel policy, CancellationToken cancellation) => http.SendAsync(
            HttpMethod.Put,
            ApiPath.Service(service) + "/policy",
            ApiHttp.Body(policy, Json.PolicyModel),
            Json.PolicyModel,
            cancellation);

    public Task<ApiReply<IReadOnlyList<ExportItem>>> ExportsAsync(CancellationToken cancellation) =>
        http.GetAsync("mesh/v1/exports", Json.IReadOnlyListExportItem, cancellation);

    public Task<ApiReply<ExportItem>> SetExportedAsync(string service, bool exported, CancellationToken cancellation) =>
        http.SendAsync(
            exported ? HttpMethod.Put : HttpMethod.Delete,
            "mesh/v1/exports/" + Uri.EscapeDataString(service),
            null,
            Json.ExportItem,
            cancellation);

    public ApiReply<IAsyncEnumerable<WatchEvent>> Watch(
        string? service, string? since, CancellationToken cancellation)
    {
        var query = new ApiQuery().Add("service", service).Add("since", since);
        return ApiReply<IAsyncEnumerable<WatchEvent>>.Of(Follow("mesh/v1/watch" + query, cancellation));
    }

    public Task<ApiReply<ClusterReply>> ClusterAsync(CancellationToken cancellation) =>
        http.GetAsync("mesh/v1/cluster", Json.ClusterReply, cancellation);

    public Task<ApiReply<AddressBody>> LeaveAsync(string? address, CancellationToken cancellation) =>
        OrderAsync("leave", address, cancellation);

    public Task<ApiReply<AddressBody>> DownAsync(string? address, CancellationToken cancellation) =>
        OrderAsync("down", address, cancellation);

    public Task<ApiReply<RemoveReply>> RemoveAsync(string? address, CancellationToken cancellation) => http.SendAsync(
        HttpMethod.Post,
        "mesh/v1/cluster/remove",
        ApiHttp.Body(new AddressBody(address), Json.AddressBody),
        Json.RemoveReply,
        cancellation);

    private Task<ApiReply<AddressBody>> OrderAsync(string order, string? address, CancellationToken cancellation) =>
        http.SendAsync(
            HttpMethod.Post,
            "mesh/v1/cluster/" + order,
            ApiHttp.Body(new AddressBody(address), Json.AddressBody),
            Json.AddressBody,
            cancellation);

    private async IAsyncEnumerable<WatchEvent> Follow(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var stream = await http.OpenAsync(path, cancellation);
        if (!stream.IsDone)
            throw new MeshApiException(stream.Problem);
        await using var body = new SilenceStream(stream.Value, LongestSilence, TimeProvider.System);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellation))
            yield return JsonSerializer.Deserialize(item.Data, Json.WatchEvent)!;
    }

    private static ApiQuery Filter(InstancesQuery query)
    {
        var text = new ApiQuery().Add("status", query.Status).Add("standing", query.Standing);
        foreach (var tag in query.Tags)
            text.Add("tag", tag);
        return text.Add("zone", query.Zone).Add("version", query.Version);
    }
}
