using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// What /user/mesh/registry understands, from any ActorSystem of the mesh by selection, from outside through the
/// cluster-client receptionist. Each question has a closed set of replies; <see cref="Rejected"/> can answer any.
/// </summary>
public static class RegistryProtocol
{
    public interface ICommand : IWireMessage;

    public interface IQuery : IWireMessage;

    public interface IReply : IWireMessage;

    public interface IRegisterReply : IReply;

    public interface IDeregisterReply : IReply;

    public interface IRenewReply : IReply;

    public interface ISetStatusReply : IReply;

    public interface IChecksReply : IReply;

    public interface IDrainReply : IReply;

    public interface ISelectReply : IReply;

    public interface ISetPolicyReply : IReply;

    public interface ISubscribeReply : IReply;

    public interface IExplainReply : IReply;

    // Commands

    /// <summary>Registers or replaces. Deadline: how long to wait for the consistency asked for, 0 to 60 s.</summary>
    public sealed record Register(ServiceInstance Instance, Consistency Consistency, TimeSpan Deadline) : ICommand
    {
        /// <summary>Named checks that the instance has and the new record does not name stay.</summary>
        public bool KeepsChecks { get; init; }

        /// <summary>
        /// Brings back what was stored, under the claim that it had: where anything newer is known of the key, a
        /// deregistration too, nothing changes.
        /// </summary>
        public bool Restores { get; init; }

        /// <summary>
        /// With <see cref="Restores"/>: another node's instance, whose place was kept here since then. Null: the node's own.
        /// </summary>
        internal DateTimeOffset? KeptSince { get; init; }

        /// <summary>
        /// A snapshot of the mesh holds the instance as it is, its claim among it: it counts from here on, also over a deregistration, but
        /// where it is there already, and what is anchored at a node stays that node's.
        /// </summary>
        internal bool IsSaved { get; init; }

        /// <summary>
        /// An entry of the key-value store describes the instance, under this claim, which is the instance's too: what becomes of the
        /// one where several disagree becomes of the other. 0: no entry does.
        /// </summary>
        internal long EntryClaim { get; init; }
    }

    /// <summary>Removes an instance, whoever owns it; answered once this node's view shows it.</summary>
    public sealed record Deregister(InstanceKey Key, Evidence Evidence) : ICommand
    {
        /// <summary>Only while it is registered under this claim; 0: whatever its claim.</summary>
        public long Claim { get; init; }

        /// <summary>The entry that described the instance ended under this claim; 0: it is deregistered for itself.</summary>
        internal long EntryClaim { get; init; }
    }

    /// <summary>Renews a lease, or reports a status with it. Adopts the instance when its owner is gone.</summary>
    public sealed record Renew(InstanceKey Key, InstanceStatus Status, string Note) : ICommand;

    /// <summary>
    /// An operator's word: Warning and Critical stay, over registrations, adoptions and restarts, until they are taken back;
    /// Passing takes them back, and ends a drain.
    /// </summary>
    public sealed record SetStatus(InstanceKey Key, InstanceStatus Status, Evidence Evidence) : ICommand
    {
        /// <summary>Takes back what was ordered: with Draining the drain, with any other status the one that was set.</summary>
        public bool TakesBack { get; init; }
    }

    /// <summary>
    /// The client's word on one check of kind Ttl. Restarts its clock; adopts the instance when its owner is gone.
    /// </summary>
    /// <param name="Output">At most <see cref="CheckReport.MaxOutput"/> characters; stays with the owner.</param>
    public sealed record UpdateCheck(InstanceKey Key, string CheckId, InstanceStatus Status, string Output) : ICommand;

    /// <summary>Adds or replaces checks of an instance, then removes others, in one step.</summary>
    public sealed record ChangeChecks(
        InstanceKey Key, ValueList<NamedCheck> Put, ValueList<string> Remove, Evidence Evidence) : ICommand;

    /// <summary>Announces Draining and waits until the members' views no longer offer the instance.</summary>
    public sealed record Drain(InstanceKey Key, TimeSpan Deadline) : ICommand;

    public sealed record SetPolicy(ServiceName Service, ServicePolicy Policy) : ICommand;

    /// <summary>
    /// The sender gets <see cref="Changed"/> from now on, for one service or, with null, for all. A later one for the
    /// same service replaces it. Ends with the subscriber, its node, or <see cref="Unsubscribe"/>.
    /// </summary>
    public sealed record Subscribe(ServiceName? Service, long? Since) : ICommand;

    public sealed record Unsubscribe(ServiceName? Service) : ICommand;

    // Queries

    public sealed record GetInstances(ServiceName Service, InstanceFilter Filter) : IQuery;

    public sealed record GetServices : IQuery
    {
        public static readonly GetServices Instance = new();
    }

    public sealed record GetPolicy(ServiceName Service) : IQuery;

    /// <param name="Key">Hash key; null: none.</param>
    /// <param name="Policy">Null: the service's policy.</param>
    /// <param name="Count">How many different instances, 1 to 100.</param>
    public sealed record Select(ServiceName Service, string? Key, string? Policy, int Count, InstanceFilter Filter)
        : IQuery;

    public sealed record Explain(InstanceKey Key) : IQuery;

    // Replies

    /// <param name="ConfirmedBy">Nodes known to hold the change, the owner included.</param>
    /// <param name="Reached">Was the consistency asked for reached before the deadline?</param>
    public sealed record Registered(InstanceKey Key, long Revision, int ConfirmedBy, bool Reached) : IRegisterReply
    {
        /// <summary>What it is registered under; 0: a node of before did not say.</summary>
        public long Claim { get; init; }
    }

    public sealed record Deregistered(InstanceKey Key, long Revision) : IDeregisterReply;

    public sealed record Renewed(InstanceKey Key, long Revision) : IRenewReply;

    public sealed record StatusSet(InstanceKey Key, long Revision) : ISetStatusReply;

    public sealed record CheckUpdated(InstanceKey Key, long Revision) : IChecksReply;

    public sealed record ChecksChanged(InstanceKey Key, long Revision) : IChecksReply;

    /// <summary>The instance has no such check, or not one that waits for a client's word.</summary>
    public sealed record CheckNotFound(InstanceKey Key, string CheckId, long Revision) : IChecksReply;

    public sealed record Drained(InstanceKey Key, ValueList<string> Confirmed, ValueList<string> Unconfirmed)
        : IDrainReply;

    public sealed record PolicySet(ServiceName Service, long Revision) : ISetPolicyReply;

    public sealed record Policy(ServiceName Service, ServicePolicy Value, long Revision) : IReply;

    public sealed record Subscribed(long Revision) : ISubscribeReply;

    public sealed record Unsubscribed(long Revision) : ISubscribeReply;

    public sealed record Instances(ServiceName Service, long Revision, TimeSpan Age, ValueList<InstanceView> Items)
        : IReply;

    public sealed record Services(long Revision, ValueList<ServiceSummary> Items) : IReply;

    public sealed record Selected(ServiceName Service, long Revision, ValueList<InstanceView> Items) : ISelectReply;

    public sealed record Explanation(InstanceKey Key, ValueList<CatalogEvent> Events) : IExplainReply;

    public sealed record InstanceNotFound(InstanceKey Key, long Revision)
        : IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, IExplainReply;

    /// <summary>No instance of the service is available to the caller.</summary>
    public sealed record NothingToSelect(ServiceName Service, long Revision) : ISelectReply;

    /// <summary>The input is out of bounds; nothing was changed.</summary>
    public sealed record Rejected(ValueList<InvalidField> Faults)
        : IRegisterReply, IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, ISelectReply,
            ISetPolicyReply, ISubscribeReply, IExplainReply;

    /// <summary>The registry, or the node that owns the instance, did not answer in time; the change may have happened.</summary>
    public sealed record Unavailable(string Reason)
        : IRegisterReply, IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, ISelectReply,
            ISetPolicyReply, ISubscribeReply, IExplainReply;

    // Events

    /// <summary>To subscribers: what changed between the last one and this one, oldest first.</summary>
    public sealed record Changed(long Revision, ValueList<CatalogChange> Changes) : IWireMessage;
}
