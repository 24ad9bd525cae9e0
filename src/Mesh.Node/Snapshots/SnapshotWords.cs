using Mesh.Client;

namespace Mesh.Node.Snapshots;

/// <summary>Why something of a snapshot could not be loaded, for people. Pure.</summary>
internal static class SnapshotWords
{
    public static string Say(object reply) => reply switch
    {
        MeshReplies.Unavailable unavailable => unavailable.Reason,
        KeyValueReplies.Unavailable unavailable => unavailable.Reason,
        KeyValueReplies.Rejected rejected => string.Join("; ", rejected.Faults),
        MeshReplies.Rejected rejected => string.Join("; ", rejected.Faults),
        KeyValueReplies.Full full => $"the mesh holds at most {full.Bound} {full.What}",
        _ => reply.GetType().Name,
    };
}
