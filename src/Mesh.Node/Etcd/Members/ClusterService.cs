using Grpc.Core;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Members;

/// <summary>etcdserverpb.Cluster over gRPC.</summary>
internal sealed class ClusterService(MemberCalls calls) : Cluster.ClusterBase
{
    public override Task<MemberListResponse> MemberList(MemberListRequest request, ServerCallContext context) =>
        Task.FromResult(calls.List(Door.Etcd));
}
