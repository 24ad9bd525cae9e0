namespace Mesh.Membership.Liveness;

/// <summary>Akka's member status; a phase of its own so that the deciding code needs no cluster.</summary>
internal enum MemberPhase
{
    Joining = 0,
    WeaklyUp = 1,
    Up = 2,
    Leaving = 3,
    Exiting = 4,
    Down = 5,
}
