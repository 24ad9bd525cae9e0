using Mesh.KeyValues;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Client.Local;

/// <summary>From what the key-value store sends to what the client answers. Pure.</summary>
internal static class StoreAnswers
{
    /// <summary>Null: nothing that the client has a word for.</summary>
    public static IReply? ToReply(object answer) => answer switch
    {
        KeyValueProtocol.Applied r => new Applied(r.Revision, r.Snapshot, r.Previous),
        KeyValueProtocol.ConditionFailed r => new ConditionFailed(r.Snapshot),
        KeyValueProtocol.Granted r => new Granted(r.Lease, r.Ttl),
        KeyValueProtocol.LeaseExists r => new LeaseExists(r.Lease),
        KeyValueProtocol.KeptAlive r => new KeptAlive(r.Lease, r.Ttl),
        KeyValueProtocol.Revoked r => new Revoked(r.Lease),
        KeyValueProtocol.Remaining r => new Remaining(r.Lease, r.Ttl, r.Seconds, r.Keys),
        KeyValueProtocol.LeaseNotFound r => new LeaseNotFound(r.Lease),
        KeyValueProtocol.Full r => new Full(r.What, r.Bound),
        KeyValueProtocol.Rejected r => new Rejected(r.Faults),
        KeyValueProtocol.Unavailable r => new Unavailable(r.Reason),
        _ => null,
    };
}
