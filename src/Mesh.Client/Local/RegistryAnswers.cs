using Mesh.Registry;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Local;

/// <summary>From what the registry sends to what the client answers. Pure.</summary>
internal static class RegistryAnswers
{
    /// <summary>Null: nothing that the client has a word for.</summary>
    public static IReply? ToReply(object? answer) => answer switch
    {
        RegistryProtocol.Registered r => new Registered(r.Key, r.Revision, r.ConfirmedBy, r.Reached) { Claim = r.Claim },
        RegistryProtocol.Deregistered r => new Deregistered(r.Key, r.Revision),
        RegistryProtocol.Renewed r => new Renewed(r.Key, r.Revision),
        RegistryProtocol.StatusSet r => new StatusSet(r.Key, r.Revision),
        RegistryProtocol.CheckUpdated r => new CheckUpdated(r.Key, r.Revision),
        RegistryProtocol.ChecksChanged r => new ChecksChanged(r.Key, r.Revision),
        RegistryProtocol.CheckNotFound r => new CheckNotFound(r.Key, r.CheckId, r.Revision),
        RegistryProtocol.Drained r => new Drained(r.Key, r.Confirmed, r.Unconfirmed),
        RegistryProtocol.PolicySet r => new PolicySet(r.Service, r.Revision),
        RegistryProtocol.Explanation r => new Explanation(r.Key, r.Events),
        RegistryProtocol.InstanceNotFound r => new InstanceNotFound(r.Key, r.Revision),
        RegistryProtocol.Rejected r => new Rejected(r.Faults),
        RegistryProtocol.Unavailable r => new Unavailable(r.Reason),
        _ => null,
    };
}
