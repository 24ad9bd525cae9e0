using Mesh.Client;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;
using Mesh.Registry;
using static Mesh.Node.Etcd.Proto.AlarmRequest.Types;

namespace Mesh.Node.Etcd.Members;

/// <summary>What clients ask about the cluster, whatever it came by.</summary>
internal sealed class MemberCalls(EtcdView view, EtcdIdentity self, DoorAddress address, IMeshClient mesh, MeshHub hub)
{
    /// <summary>
    /// The members that have a door of the protocol that asks, oldest first, with its address: clients call what is listed.
    /// Revision 0, as etcd has it: membership is not a matter of keys.
    /// </summary>
    public MemberListResponse List(Door door)
    {
        var list = new MemberListResponse { Header = self.Header(0) };
        var members = hub.Members.Current;
        if (members.Self is null)
            AddSelf(list, door, address.Name);
        foreach (var member in members.Items)
        {
            if (member.IsSelf)
                AddSelf(list, door, member.Name.Length > 0 ? member.Name : address.Name);
            else if (member.Doors.TryGetValue(DoorAddress.NameOf(door), out var url) && member.Status is "up" or "weaklyup")
                Add(list, EtcdIdentity.MemberIdOf(DoorAddress.ClientUrlOf(member.Doors)!), member.Name, url);
        }

        return list;
    }

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

    /// <param name="name">As the others call it, so that each node lists the same.</param>
    private void AddSelf(MemberListResponse list, Door door, string name)
    {
        if (address.Urls.TryGetValue(DoorAddress.NameOf(door), out var url))
            Add(list, self.MemberId, name, url);
    }

    private static void Add(MemberListResponse list, ulong id, string name, string url) =>
        list.Members.Add(new Member { ID = id, Name = name, ClientURLs = { url } });

    /// <summary>No alarm is ever raised here, so that none can be set or cleared.</summary>
    public EtcdAnswer<AlarmResponse> Alarm(AlarmRequest request) => request.Action is AlarmAction.Activate
        ? EtcdFault.Unimplemented("alarms cannot be raised by clients")
        : new AlarmResponse { Header = self.Header(view.Current.Revision) };
}
