using Mesh.Membership;
using Mesh.Views;

namespace Mesh.Hosting;

/// <summary>What a report of membership makes of the node's state. Pure.</summary>
internal static class StateReport
{
    /// <summary>Null: the state stays.</summary>
    public static MeshState? Next(MeshState state, MembershipReport report) => report switch
    {
        MembershipReport.Joining joining => new MeshState(MeshPhase.Joining, joining.Detail),
        MembershipReport.Refused refused => new MeshState(MeshPhase.Refused, refused.Line),
        // The registry says Ready, and may have been faster.
        MembershipReport.Joined joined when state.Phase is not MeshPhase.Ready =>
            new MeshState(MeshPhase.Warming, joined.Detail),
        MembershipReport.Leaving leaving => new MeshState(MeshPhase.Leaving, leaving.Reason),
        MembershipReport.Left left => new MeshState(MeshPhase.Stopped, left.Reason),
        MembershipReport.MustRejoin rejoin => new MeshState(MeshPhase.Restarting, rejoin.Reason),
        _ => null,
    };
}
