using Mesh.Catalog;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client;

/// <summary>The named checks of instances: what doors need whose protocol knows several checks of one instance.</summary>
public interface IMeshChecks
{
    /// <summary>What the last run of a check saw; null when this node does not run it.</summary>
    CheckReport? Find(InstanceKey key, string checkId);

    /// <summary>Another one: some check that this node runs saw something else than before.</summary>
    long ReportVersion => 0;

    /// <summary>Registers or replaces, keeping the named checks that the new record does not name.</summary>
    Task<IRegisterReply> RegisterAsync(ServiceInstance instance, CancellationToken cancellation = default);

    /// <summary>A client's word on one check of kind Ttl, wherever the owner of the instance is.</summary>
    Task<IChecksReply> UpdateAsync(
        InstanceKey key, string checkId, InstanceStatus status, string output, CancellationToken cancellation = default);

    /// <summary>Adds or replaces checks, then removes others, in one step.</summary>
    Task<IChecksReply> ChangeAsync(
        InstanceKey key,
        IEnumerable<NamedCheck> put,
        IEnumerable<string> remove,
        string reason = "",
        CancellationToken cancellation = default);
}
