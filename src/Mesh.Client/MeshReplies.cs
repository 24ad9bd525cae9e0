using Mesh.Catalog;

namespace Mesh.Client;

/// <summary>
/// What the calls of <see cref="IMeshClient"/> and <see cref="IMeshChecks"/> answer: for each call a closed set of
/// cases, of which exactly one says that it was done.
/// </summary>
public static class MeshReplies
{
    /// <summary>Any of them.</summary>
    public interface IReply;

    /// <summary>Registered, Rejected, Unavailable.</summary>
    public interface IRegisterReply : IReply;

    /// <summary>Deregistered, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface IDeregisterReply : IReply;

    /// <summary>Renewed, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface IRenewReply : IReply;

    /// <summary>StatusSet, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface ISetStatusReply : IReply;

    /// <summary>CheckUpdated or ChecksChanged, CheckNotFound, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface IChecksReply : IReply;

    /// <summary>Drained, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface IDrainReply : IReply;

    /// <summary>PolicySet, Rejected, Unavailable.</summary>
    public interface ISetPolicyReply : IReply;

    /// <summary>NodeRemoved, NodeIsAlive, NodeNotFound, Unavailable.</summary>
    public interface IRemoveNodeReply : IReply;

    /// <summary>Explanation, InstanceNotFound, Rejected, Unavailable.</summary>
    public interface IExplainReply : IReply;

    /// <param name="ConfirmedBy">Nodes known to hold the change, the owner included.</param>
    /// <param name="Reached">Was the consistency asked for reached before the deadline?</param>
    public sealed record Registered(InstanceKey Key, long Revision, int ConfirmedBy, bool Reached) : IRegisterReply
    {
        /// <summary>What it is registered under; a deregistration can be made conditional on it. 0: not known.</summary>
        public long Claim { get; init; }
    }

    public sealed record Deregistered(InstanceKey Key, long Revision) : IDeregisterReply;

    public sealed record Renewed(InstanceKey Key, long Revision) : IRenewReply;

    public sealed record StatusSet(InstanceKey Key, long Revision) : ISetStatusReply;

    public sealed record CheckUpdated(InstanceKey Key, long Revision) : IChecksReply;

    public sealed record ChecksChanged(InstanceKey Key, long Revision) : IChecksReply;

    /// <summary>The instance has no such check, or not one that waits for a client's word.</summary>
    public sealed record CheckNotFound(InstanceKey Key, string CheckId, long Revision) : IChecksReply;

    /// <param name="Confirmed">The nodes that no longer offer the instance, each "host:port".</param>
    /// <param name="Unconfirmed">Those that had not said so at the deadline.</param>
    public sealed record Drained(InstanceKey Key, ValueList<string> Confirmed, ValueList<string> Unconfirmed) : IDrainReply;

    public sealed record PolicySet(ServiceName Service, long Revision) : ISetPolicyReply;

    /// <param name="Address">The node, "host:port".</param>
    /// <param name="Removed">The instances that it had left.</param>
    public sealed record NodeRemoved(string Address, ValueList<InstanceKey> Removed) : IRemoveNodeReply;

    /// <summary>The node is a member that answers; nothing was changed.</summary>
    public sealed record NodeIsAlive(string Address) : IRemoveNodeReply;

    /// <summary>No member, and nothing that a node of this address had left.</summary>
    public sealed record NodeNotFound(string Address) : IRemoveNodeReply;

    /// <param name="Events">Oldest first.</param>
    public sealed record Explanation(InstanceKey Key, ValueList<CatalogEvent> Events) : IExplainReply;

    public sealed record InstanceNotFound(InstanceKey Key, long Revision)
        : IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, IExplainReply;

    /// <summary>The input is out of bounds; nothing was changed.</summary>
    public sealed record Rejected(ValueList<InvalidField> Faults)
        : IRegisterReply, IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, ISetPolicyReply,
            IExplainReply;

    /// <summary>The registry, or the node that owns the instance, did not answer in time; the change may have happened.</summary>
    /// <param name="Reason">One readable line.</param>
    public sealed record Unavailable(string Reason)
        : IRegisterReply, IDeregisterReply, IRenewReply, ISetStatusReply, IChecksReply, IDrainReply, ISetPolicyReply,
            IExplainReply, IRemoveNodeReply;
}
