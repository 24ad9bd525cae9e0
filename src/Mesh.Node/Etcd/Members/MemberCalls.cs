using Mesh.Client;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;
using static Mesh.Node.Etcd.Proto.AlarmRequest.Types;

namespace Mesh.Node.Etcd.Members;

/// <summary>What clients ask about the cluster, whatever it came by.</summary>
internal sealed class MemberCalls(EtcdView view, EtcdIdentity self, DoorAddress address, IMeshClient mesh)
{
    /// <summary>Revision 0, as etcd has it: membership is not a matter of keys.</summary>
    public MemberListResponse List() => new()
    {
        Header = self.Header(0),
        Members =
        {
            new Member { ID = self.MemberId, Name = address.Name, ClientURLs = { address.ClientUrl } },
        },
    };

    public StatusResponse Status()
    {
        var revision = view.Current.Revision;
        var status = new StatusResponse
        {
            Header = self.Header(revision),
            Version = EtcdIdentity.ServerVersion,
            // Each node answers for itself, as a leader does.
            Leader = self.MemberId,
            RaftIndex = (ulong)revision,
            RaftAppliedIndex = (ulong)revision,
            RaftTerm = EtcdIdentity.Term,
        };
        if (mesh.State.Phase is not Mesh.Views.MeshPhase.Ready)
            status.Errors.Add($"mesh: {mesh.State.Phase}: {mesh.State.Detail}");
        return status;
    }

    /// <summary>No alarm is ever raised here, so that none can be set or cleared.</summary>
    public EtcdAnswer<AlarmResponse> Alarm(AlarmRequest request) => request.Action is AlarmAction.Activate
        ? EtcdFault.Unimplemented("alarms cannot be raised by clients")
        : new AlarmResponse { Header = self.Header(view.Current.Revision) };
}
