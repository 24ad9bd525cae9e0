namespace Mesh.Palette.Api;

/// <summary>
/// The operations of the native API, whatever carries them: in the process over IMeshClient and IMeshInspector, from
/// outside over HTTP. Input is text as it came from outside; refusals are replies.
/// </summary>
public interface IMeshApi : IOverlayApi
{
    Task<ApiReply<IReadOnlyList<ServiceItem>>> ServicesAsync(CancellationToken cancellation);

    Task<ApiReply<ServiceDetail>> InstancesAsync(
        string service, InstancesQuery query, CancellationToken cancellation);

    /// <param name="consistency">local (default), majority or all.</param>
    /// <param name="deadline">How long to wait for it; null: 5s.</param>
    Task<ApiReply<RegisterReply>> RegisterAsync(
        string service,
        string id,
        RegisterBody body,
        string? consistency,
        string? deadline,
        CancellationToken cancellation);

    Task<ApiReply<InstanceModel>> InstanceAsync(string service, string id, CancellationToken cancellation);

    /// <param name="ifMatch">
    /// Only while the instance has one of these claims, as If-Match has it: <c>"17"</c>, or several with commas; null or *:
    /// whatever its claim.
    /// </param>
    Task<ApiReply<WriteReply>> DeregisterAsync(string service, string id, string? ifMatch, CancellationToken cancellation);

    /// <param name="ifMatch">As for <see cref="DeregisterAsync"/>, here and below; but the node that is asked decides, by its view.</param>
    Task<ApiReply<WriteReply>> RenewAsync(
        string service, string id, RenewBody body, string? ifMatch, CancellationToken cancellation);

    Task<ApiReply<WriteReply>> SetStatusAsync(
        string service, string id, StatusBody body, string? ifMatch, CancellationToken cancellation);

    /// <summary>Takes back the status that was set.</summary>
    Task<ApiReply<WriteReply>> ResetStatusAsync(string service, string id, string? ifMatch, CancellationToken cancellation);

    Task<ApiReply<WriteReply>> UndrainAsync(string service, string id, string? ifMatch, CancellationToken cancellation);

    /// <param name="deadline">How long to wait for the confirmations; null: 10s.</param>
    Task<ApiReply<DrainReply>> DrainAsync(
        string service, string id, string? deadline, string? ifMatch, CancellationToken cancellation);

    Task<ApiReply<PickReply>> PickAsync(string service, PickQuery query, CancellationToken cancellation);

    Task<ApiReply<ExplainReply>> ExplainAsync(string service, string id, CancellationToken cancellation);

    Task<ApiReply<PolicyModel>> GetPolicyAsync(string service, CancellationToken cancellation);

    Task<ApiReply<PolicyModel>> SetPolicyAsync(
        string service, PolicyModel policy, CancellationToken cancellation);

    /// <summary>The services that other meshes may find and use.</summary>
    Task<ApiReply<IReadOnlyList<ExportItem>>> ExportsAsync(CancellationToken cancellation);

    Task<ApiReply<ExportItem>> SetExportedAsync(string service, bool exported, CancellationToken cancellation);

    /// <summary>The changes of a service, or of all for null, until cancelled.</summary>
    /// <param name="since">A revision of this node to resume from; null: begin with the present instances.</param>
    ApiReply<IAsyncEnumerable<WatchEvent>> Watch(string? service, string? since, CancellationToken cancellation);

    Task<ApiReply<ClusterReply>> ClusterAsync(CancellationToken cancellation);

    Task<ApiReply<AddressBody>> LeaveAsync(string? address, CancellationToken cancellation);

    Task<ApiReply<AddressBody>> DownAsync(string? address, CancellationToken cancellation);

    /// <summary>Takes away what a node left that is gone.</summary>
    Task<ApiReply<RemoveReply>> RemoveAsync(string? address, CancellationToken cancellation);
}
