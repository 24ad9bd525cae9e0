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

    /// <param name="unstored">Why what was promised is not stored; null: it is, or need not be.</param>
    public static object ToAsker(RegistryEffect.Reply reply, string? unstored)
    {
        IReply message = unstored is null ? reply.Message : new Unavailable(Unstored(unstored));
        return reply.Missing is { } missing ? new RegistryPeerProtocol.Reached(message, missing) : message;
    }

    /// <summary>What a caller is told whose write this node holds, and cannot store.</summary>
    public static string Unstored(string reason) => $"the change is made, and not stored yet: {reason}";
}
