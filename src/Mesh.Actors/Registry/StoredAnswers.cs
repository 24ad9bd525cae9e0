using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>Which answers promise what is written to the disk of the node that decides, where it waits for one. Pure.</summary>
internal static class StoredAnswers
{
    /// <summary>Does the answer wait until what it promises is stored?</summary>
    /// <param name="changes">Did the command change the record that this node holds?</param>
    public static bool Wait(ICommand command, IReply reply, bool changes) => command switch
    {
        // What comes from the disk is on it, and what an entry describes is stored with the entry.
        Register { Restores: false, EntryClaim: 0 } => reply is Registered,
        Deregister { EntryClaim: 0 } => reply is Deregistered,
        SetStatus => reply is StatusSet,
        ChangeChecks => reply is ChecksChanged,
        Drain => reply is Drained,
        // A heartbeat that finds everything as it was is no write.
        UpdateCheck => reply is CheckUpdated && changes,
        _ => false,
    };

    /// <summary>What a caller is told whose write this node holds, and cannot store.</summary>
    public static string Unstored(string reason) => $"the change is made, and not stored yet: {reason}";
}
