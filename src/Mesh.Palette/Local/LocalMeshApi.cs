using Mesh.Catalog;
using Mesh.Client;
using Mesh.Federation.Overlay;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Views;

namespace Mesh.Palette.Local;

/// <summary>The operations in the process of a node: input is checked and mapped, the client asked, the reply mapped.</summary>
internal sealed partial class LocalMeshApi(
    IMeshClient client, IMeshInspector inspector, IFederationOverlay? overlay = null, IOverlayInspector? gateway = null) : IMeshApi
{
    private const string Asked = "asked for through the API";
    private static readonly TimeSpan MaxDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxDrainDeadline = TimeSpan.FromMinutes(5);

    public Task<ApiReply<IReadOnlyList<ServiceItem>>> ServicesAsync(CancellationToken cancellation) =>
        Task.FromResult(ApiReply<IReadOnlyList<ServiceItem>>.Of(InstanceMapping.ToItems(client.Snapshot)));

    public async Task<ApiReply<ServiceDetail>> InstancesAsync(
        string service, InstancesQuery query, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var name = FieldText.ServiceAnywhere(service, faults);
        var filter = FilterMapping.ToFilter(query, faults);
        if (faults.Count > 0)
            return ApiReply<ServiceDetail>.Of(ApiProblems.Invalid(faults));
        var found = await client.ResolveAsync(name, null, cancellation);
        IReadOnlyList<InstanceModel> matching =
            [.. found.Instances.Where(filter.Matches).Select(InstanceMapping.ToModel)];
        return ApiReply<ServiceDetail>.Of(
            new ServiceDetail(name, found.Revision, (long)found.Age.TotalMilliseconds, matching)
            {
                Origin = found.Origin.Length == 0 ? null : found.Origin,
                State = found.State is { } state ? EnumText.Of(state) : null,
            });
    }

    public async Task<ApiReply<RegisterReply>> RegisterAsync(
        string service,
        string id,
        RegisterBody body,
        string? consistency,
        string? deadline,
        CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var level = EnumText.ReadOptional<Consistency>("consistency", consistency, faults);
        var wait = FieldText.Duration("deadline", deadline, TimeSpan.Zero, MaxDeadline, faults);
        var mapped = RegistrationMapping.ToInstance(service, id, body, HostPort.HostOf(inspector.SelfAddress ?? ""));
        faults.AddRange(mapped.Faults);
        if (faults.Count > 0)
            return ApiReply<RegisterReply>.Of(ApiProblems.Invalid(faults));
        return ReplyMapping.Of(await client.RegisterAsync(
            mapped.Value!, level ?? Consistency.Local, wait, cancellation));
    }

    public Task<ApiReply<InstanceModel>> InstanceAsync(string service, string id, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        if (faults.Count > 0)
            return Refuse<InstanceModel>(faults);
        return Task.FromResult(Find(key) is { } view
            ? ApiReply<InstanceModel>.Of(InstanceMapping.ToModel(view))
            : ApiReply<InstanceModel>.Of(ApiProblems.Missing($"no instance {key}")));
    }

    public async Task<ApiReply<WriteReply>> DeregisterAsync(
        string service, string id, string? ifMatch, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        if (faults.Count > 0)
            return ApiReply<WriteReply>.Of(ApiProblems.Invalid(faults));
        var claim = ClaimTag.Wanted(ifMatch, Find(key)?.Instance.Claim ?? 0);
        return ReplyMapping.Of(await client.DeregisterClaimAsync(key, claim, Asked, cancellation));
    }

    private InstanceView? Find(InstanceKey key) =>
        client.Snapshot.Find(key.Service.Value)?.Instances.FirstOrDefault(v => v.Instance.Id == key.Id);

    /// <summary>
    /// Why an order for an instance is not given; null: nothing is against it. Of one that this node does not see nothing is
    /// said here: that there is none is the answer of whoever is asked next (RFC 9110 13.2.1).
    /// </summary>
    private ApiProblem? Refusal(InstanceKey key, List<InvalidField> faults, string? ifMatch)
    {
        if (faults.Count > 0)
            return ApiProblems.Invalid(faults);
        return ifMatch is { Length: > 0 } && Find(key) is { } view && ClaimTag.Unmet(ifMatch, "", view.Instance.Claim) is { } unmet
            ? ApiProblems.Mismatch(unmet)
            : null;
    }

    public async Task<ApiReply<WriteReply>> RenewAsync(
        string service, string id, RenewBody body, string? ifMatch, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        var status = EnumText.ReadOptional<InstanceStatus>("status", body.Status, faults);
        FieldText.Length("note", body.Note, Evidence.DetailLength, faults);
        return Refusal(key, faults, ifMatch) is { } refused
            ? ApiReply<WriteReply>.Of(refused)
            : ReplyMapping.Of(await client.RenewAsync(
                key, status ?? InstanceStatus.Passing, body.Note ?? "", cancellation));
    }

    public async Task<ApiReply<WriteReply>> SetStatusAsync(
        string service, string id, StatusBody body, string? ifMatch, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        var status = EnumText.Read<InstanceStatus>("status", body.Status ?? "", faults);
        FieldText.Length("reason", body.Reason, Evidence.DetailLength, faults);
        return Refusal(key, faults, ifMatch) is { } refused
            ? ApiReply<WriteReply>.Of(refused)
            : ReplyMapping.Of(await client.SetStatusAsync(key, status, body.Reason ?? "", cancellation));
    }

    public Task<ApiReply<WriteReply>> ResetStatusAsync(string service, string id, string? ifMatch, CancellationToken cancellation) =>
        TakeBackAsync(service, id, client.ResetStatusAsync, ifMatch, cancellation);

    public Task<ApiReply<WriteReply>> UndrainAsync(string service, string id, string? ifMatch, CancellationToken cancellation) =>
        TakeBackAsync(service, id, client.UndrainAsync, ifMatch, cancellation);

    private async Task<ApiReply<WriteReply>> TakeBackAsync(
        string service,
        string id,
        Func<InstanceKey, string, CancellationToken, Task<MeshReplies.ISetStatusReply>> order,
        string? ifMatch,
        CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        return Refusal(key, faults, ifMatch) is { } refused
            ? ApiReply<WriteReply>.Of(refused)
            : ReplyMapping.Of(await order(key, Asked, cancellation));
    }

    public async Task<ApiReply<DrainReply>> DrainAsync(
        string service, string id, string? deadline, string? ifMatch, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        var wait = FieldText.Duration("deadline", deadline, TimeSpan.Zero, MaxDrainDeadline, faults);
        return Refusal(key, faults, ifMatch) is { } refused
            ? ApiReply<DrainReply>.Of(refused)
            : ReplyMapping.Of(await client.DrainAsync(key, wait, cancellation));
    }

    public async Task<ApiReply<PickReply>> PickAsync(string service, PickQuery query, CancellationToken cancellation)
    {
        var mapped = PickMapping.ToRequest(service, query, client.Policies);
        if (!mapped.IsValid)
            return ApiReply<PickReply>.Of(ApiProblems.Invalid(mapped.Faults));
        var (request, count) = mapped.Value;
        // For a service of another mesh it waits for the first answer; for one of this mesh for nothing.
        var found = await client.ResolveAsync(service, null, cancellation);
        var picked = EndpointSelection.Select(found.Service, request.Key, request.Policy, count, request.Filter);
        return ApiReply<PickReply>.Of(new PickReply([.. picked.Select(InstanceMapping.ToModel)]));
    }

    public async Task<ApiReply<ExplainReply>> ExplainAsync(
        string service, string id, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var key = FieldText.Key(service, id, faults);
        return faults.Count > 0
            ? ApiReply<ExplainReply>.Of(ApiProblems.Invalid(faults))
            : ReplyMapping.Of(await client.ExplainAsync(key, cancellation));
    }

    public Task<ApiReply<PolicyModel>> GetPolicyAsync(string service, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var name = FieldText.Service(service, faults);
        if (faults.Count > 0)
            return Refuse<PolicyModel>(faults);
        return Task.FromResult(ApiReply<PolicyModel>.Of(PolicyMapping.ToModel(client.PolicyOf(name))));
    }

    public async Task<ApiReply<PolicyModel>> SetPolicyAsync(
        string service, PolicyModel policy, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var name = FieldText.Service(service, faults);
        var mapped = PolicyMapping.ToPolicy(policy, faults.Count == 0 && client.PolicyOf(name).Exported, client.Policies);
        faults.AddRange(mapped.Faults);
        return faults.Count > 0
            ? ApiReply<PolicyModel>.Of(ApiProblems.Invalid(faults))
            : ReplyMapping.Of(
                await client.SetPolicyAsync(name, mapped.Value!, cancellation), PolicyMapping.ToModel(mapped.Value!));
    }

    public Task<ApiReply<IReadOnlyList<ExportItem>>> ExportsAsync(CancellationToken cancellation) =>
        Task.FromResult(ApiReply<IReadOnlyList<ExportItem>>.Of([.. client.Exports.Select(s => Export(s, exported: true))]));

    public async Task<ApiReply<ExportItem>> SetExportedAsync(
        string service, bool exported, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var name = FieldText.Service(service, faults);
        return faults.Count > 0
            ? ApiReply<ExportItem>.Of(ApiProblems.Invalid(faults))
            : ReplyMapping.Of(await client.SetExportedAsync(name, exported, cancellation), Export(name, exported));
    }

    private ExportItem Export(ServiceName service, bool exported) =>
        new(service.Value, exported, client.Resolve(service.Value).Instances.Count(i => i.IsOffered));

    public ApiReply<IAsyncEnumerable<WatchEvent>> Watch(
        string? service, string? since, CancellationToken cancellation)
    {
        var faults = new List<InvalidField>();
        var name = service is null ? null : FieldText.ServiceAnywhere(service, faults);
        var from = FieldText.Number("since", since, 0, long.MaxValue, faults);
        if (faults.Count > 0)
            return ApiReply<IAsyncEnumerable<WatchEvent>>.Of(ApiProblems.Invalid(faults));
        var changes = client.Watch(name, from, cancellation);
        return ApiReply<IAsyncEnumerable<WatchEvent>>.Of(changes.Select(WatchMapping.ToEvent));
    }

    public Task<ApiReply<ClusterReply>> ClusterAsync(CancellationToken cancellation) =>
        Task.FromResult(client.State is { Phase: MeshPhase.Stopped } state
            ? ApiReply<ClusterReply>.Of(ApiProblems.NotNow($"the node is in no mesh any more: {state.Detail}"))
            : ApiReply<ClusterReply>.Of(ClusterMapping.ToReply(inspector.Members, client.Snapshot)));

    public Task<ApiReply<AddressBody>> LeaveAsync(string? address, CancellationToken cancellation) =>
        OrderAsync(address, inspector.LeaveAsync, cancellation);

    public Task<ApiReply<AddressBody>> DownAsync(string? address, CancellationToken cancellation) =>
        OrderAsync(address, inspector.DownAsync, cancellation);

    public async Task<ApiReply<RemoveReply>> RemoveAsync(string? address, CancellationToken cancellation) =>
        AddressFault(address) is { } fault
            ? ApiReply<RemoveReply>.Of(fault)
            : ReplyMapping.Of(await client.RemoveNodeAsync(inspector, address!, "its node was removed by an operator", cancellation));

    private static async Task<ApiReply<AddressBody>> OrderAsync(
        string? address, Func<string, CancellationToken, Task<bool>> order, CancellationToken cancellation)
    {
        if (AddressFault(address) is { } fault)
            return ApiReply<AddressBody>.Of(fault);
        return await order(address!, cancellation)
            ? ApiReply<AddressBody>.Of(new AddressBody(address))
            : ApiReply<AddressBody>.Of(ApiProblems.Missing($"no member {address}"));
    }

    private static ApiProblem? AddressFault(string? address) =>
        string.IsNullOrEmpty(address) || address.Length > InstanceLimits.HostLength + 6
            ? ApiProblems.Invalid("address", address ?? "", "must be the host:port of a member")
            : null;

    private static Task<ApiReply<T>> Refuse<T>(IEnumerable<InvalidField> faults)
        where T : class => Task.FromResult(ApiReply<T>.Of(ApiProblems.Invalid(faults)));
}
