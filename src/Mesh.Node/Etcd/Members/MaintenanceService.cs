using Grpc.Core;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Members;

/// <summary>etcdserverpb.Maintenance over gRPC.</summary>
internal sealed class MaintenanceService(MemberCalls calls) : Maintenance.MaintenanceBase
{
    public override Task<AlarmResponse> Alarm(AlarmRequest request, ServerCallContext context) =>
        Task.FromResult(calls.Alarm(request).OrThrow());

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) =>
        Task.FromResult(calls.Status());
}
