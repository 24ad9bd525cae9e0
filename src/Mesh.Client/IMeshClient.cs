using Mesh.Catalog;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client;

/// <summary>
/// The mesh as an application sees it. Reading is synchronous, from a local snapshot, and never fails because of the
/// network; writing answers with one of a closed set of replies. Discovery trouble is a reply or a state, never an
/// exception that ends the host. Service names are compared without regard to case.
/// </summary>
public interface IMeshClient
{
    /// <summary>How far this node is with being part of the mesh.</summary>
    MeshState State { get; }

    /// <summary>
    /// Ends when this node is part of its mesh with the whole catalogue for the first time in this process. It may never: the
    /// caller's token bounds the wait. By default at once, for clients that are no node.
    /// </summary>
    Task WhenReadyAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>The whole picture, immutable.</summary>
    CatalogSnapshot Snapshot { get; }

    /// <summary>
    /// All instances of a service in the local view; an unknown service has none. "orders@eu" is the service of the mesh
    /// eu, "orders@*" that of whichever mesh exports it: asked for the first time it is <see cref="RemoteState.Asking"/>
    /// and has none yet.
    /// </summary>
    Resolution Resolve(string service);

    /// <summary>
    /// The same, for services of other meshes too ("orders@eu"): waits until another mesh, or the overlay, has answered.
    /// At the deadline it is what <see cref="Resolve"/> gives, which says by <see cref="Resolution.State"/> that nobody has.
    /// </summary>
    /// <param name="deadline">Null: the ask timeout of the options.</param>
    Task<Resolution> ResolveAsync(
        string service, TimeSpan? deadline = null, CancellationToken cancellation = default) =>
        Task.FromResult(Resolve(service));

    /// <summary>The pick policies that this node has, by name: what a pick or a service's policy may name here.</summary>
    IReadOnlyList<string> Policies => PolicyNames.All;

    /// <summary>
    /// Chooses an instance by the service's policy; with a key by consistent hash, unless that policy is keyed itself.
    /// Null: none is available.
    /// </summary>
    /// <param name="policy">One of <see cref="Policies"/>; null: the service's.</param>
    /// <exception cref="ArgumentException">The policy is none of them.</exception>
    Endpoint? Pick(string service, string? key = null, string? policy = null);

    /// <summary>Chooses an instance with a filter or without those already tried.</summary>
    Endpoint? Pick(string service, in PickRequest request);

    /// <summary>
    /// The changes of a service's view, or of all services for null, from now on or after a revision of this node.
    /// A slow reader gets one change per instance for all it missed. Without <paramref name="since"/>, or with one
    /// that is not known here, it begins with Reset and the present instances as Added.
    /// </summary>
    IAsyncEnumerable<CatalogChange> Watch(string? service, long? since = null, CancellationToken cancellation = default);

    /// <summary>
    /// Offers an instance until it is deregistered. One without health terms or checks that says no status is Passing.
    /// </summary>
    Task<IRegisterReply> RegisterAsync(
        ServiceInstance instance,
        Consistency consistency = Consistency.Local,
        TimeSpan? deadline = null,
        CancellationToken cancellation = default);

    Task<IDeregisterReply> DeregisterAsync(
        InstanceKey key, string reason = "", CancellationToken cancellation = default);

    /// <summary>
    /// The same while the instance is registered under this claim; else <see cref="Rejected"/>: somebody has registered it
    /// anew since. A claim of 0 stands for any.
    /// </summary>
    Task<IDeregisterReply> DeregisterClaimAsync(
        InstanceKey key, long claim, string reason, CancellationToken cancellation = default);

    /// <summary>Renews a lease, saying how the instance is.</summary>
    Task<IRenewReply> RenewAsync(
        InstanceKey key,
        InstanceStatus status = InstanceStatus.Passing,
        string note = "",
        CancellationToken cancellation = default);

    /// <summary>
    /// An operator's word. Warning and Critical stay over whatever clients and checks say, over adoptions and restarts, until
    /// they are taken back; Passing takes them back, and ends a drain. What the checks of the instance contradict is refused.
    /// </summary>
    Task<ISetStatusReply> SetStatusAsync(
        InstanceKey key, InstanceStatus status, string reason = "", CancellationToken cancellation = default);

    /// <summary>Takes back the status that was set; the instance is what its checks and its client say.</summary>
    Task<ISetStatusReply> ResetStatusAsync(InstanceKey key, string reason = "", CancellationToken cancellation = default);

    /// <summary>Ends a drain; the instance is offered again once its checks say so.</summary>
    Task<ISetStatusReply> UndrainAsync(InstanceKey key, string reason = "", CancellationToken cancellation = default);

    /// <summary>
    /// Announces that an instance leaves and waits until no view offers it, or the deadline. It goes on draining, whoever
    /// registers it again, until <see cref="UndrainAsync"/>.
    /// </summary>
    Task<IDrainReply> DrainAsync(
        InstanceKey key, TimeSpan? deadline = null, CancellationToken cancellation = default);

    Task<ISetPolicyReply> SetPolicyAsync(
        ServiceName service, ServicePolicy policy, CancellationToken cancellation = default);

    /// <summary>How callers of a service choose, whether it has instances or not.</summary>
    ServicePolicy PolicyOf(ServiceName service) => Resolve(service.Value).Service?.Policy ?? ServicePolicy.Default;

    /// <summary>Lets other meshes find and use a service, or no longer; the rest of its policy stays.</summary>
    Task<ISetPolicyReply> SetExportedAsync(
        ServiceName service, bool exported, CancellationToken cancellation = default) =>
        SetPolicyAsync(service, PolicyOf(service) with { Exported = exported }, cancellation);

    /// <summary>The services that other meshes may find and use, by name.</summary>
    IReadOnlyList<ServiceName> Exports =>
        [.. Snapshot.Services.Values.Where(s => s.Policy.Exported).Select(s => s.Name).Order()];

    /// <summary>Why an instance is as it is, or where it went: what the nodes of the mesh know, oldest first.</summary>
    Task<IExplainReply> ExplainAsync(InstanceKey key, CancellationToken cancellation = default);

    /// <summary>Tells the mesh that a call to an endpoint was refused: a hint that its node is gone.</summary>
    void ReportRefused(Endpoint endpoint, string detail);
}
