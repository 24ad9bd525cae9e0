using Grpc.Core;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Etcd.Answers;

/// <summary>The store's refusals in etcd's words. Pure.</summary>
internal static class StoreFaults
{
    public static EtcdFault Of(IReply reply) => reply switch
    {
        LeaseNotFound => EtcdFault.LeaseNotFound,
        LeaseExists => EtcdFault.LeaseExists,
        Full { Reason.Length: > 0 } ofToken => new EtcdFault(StatusCode.ResourceExhausted, $"mesh: {ofToken.Reason}"),
        Full => EtcdFault.NoSpace,
        // The bounds of a mesh are smaller than etcd's, its text is the same: clients compare it.
        Rejected => EtcdFault.TooLarge,
        Unavailable => EtcdFault.TimedOut,
        _ => new EtcdFault(StatusCode.Internal, $"etcdserver: unexpected answer {reply.GetType().Name}"),
    };
}
