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
        Full => EtcdFault.NoSpace,
        Rejected { Faults: [var first, ..] } => EtcdFault.TooLarge(first.Field, first.Value, first.Bound),
        Unavailable => EtcdFault.TimedOut,
        _ => new EtcdFault(StatusCode.Internal, $"etcdserver: unexpected answer {reply.GetType().Name}"),
    };
}
