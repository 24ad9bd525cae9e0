using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>Answers are made when a command is decided; the revision that shows its effect is known after the flush. Pure.</summary>
internal static class RepliesAtRevision
{
    /// <summary>The same answer with this revision, where it has one.</summary>
    public static IReply At(IReply reply, long revision) => reply switch
    {
        Registered r => r with { Revision = revision },
        Deregistered r => r with { Revision = revision },
        Renewed r => r with { Revision = revision },
        StatusSet r => r with { Revision = revision },
        CheckUpdated r => r with { Revision = revision },
        ChecksChanged r => r with { Revision = revision },
        CheckNotFound r => r with { Revision = revision },
        PolicySet r => r with { Revision = revision },
        InstanceNotFound r => r with { Revision = revision },
        _ => reply,
    };
}
