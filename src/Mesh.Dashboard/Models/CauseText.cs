using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>The causes of a story in words for who does not know them.</summary>
internal static class CauseText
{
    public static string Of(string cause) => cause switch
    {
        Causes.Seen => "a node saw the change arrive",
        Causes.Registered => "it was registered",
        Causes.Deregistered => "somebody deregistered it",
        Causes.Adopted => "another node took it over",
        Causes.ClaimLost => "it was registered anew elsewhere, which counts more",
        Causes.StatusSet => "somebody set its status",
        Causes.HealthCheck => "a health check",
        Causes.AppHealth => "what the application says of its health",
        Causes.LeaseRenewed => "its client was heard",
        Causes.LeaseExpired => "its client was silent for longer than its lease",
        Causes.DeregisterTime => "it was critical for longer than it may be",
        Causes.DrainStarted => "a drain began",
        Causes.DrainConfirmed => "a node confirmed that it sends no more calls",
        Causes.LinkBroken => "the connection to its node broke",
        Causes.ConnectionRefused => "a caller's connection was refused",
        Causes.Unreachable => "its node did not answer for too long",
        Causes.HeardAgain => "its node was heard again",
        Causes.MemberRemoved => "its node was removed from the mesh as dead",
        Causes.MemberLeft => "its node left the mesh in order",
        Causes.NodeRestarted => "its node started anew",
        Causes.WrittenBy => "whose word it is, and by which certificate",
        Causes.Refused => "a node said so that may not: it was not taken",
        _ => cause,
    };

    public static string Of(ChangeSort sort) => sort switch
    {
        ChangeSort.Added => "registered",
        ChangeSort.Removed => "removed",
        ChangeSort.Status => "status: checks, leases, orders",
        ChangeSort.Standing => "what others see of its node",
        ChangeSort.Owner => "taken over by another node",
        ChangeSort.Record => "weight, version or other data",
        _ => "missed here",
    };

    public static Tone ToneOf(string cause) => cause switch
    {
        Causes.LeaseExpired or Causes.DeregisterTime or Causes.LinkBroken or Causes.ConnectionRefused or Causes.Unreachable or Causes.MemberRemoved
            or Causes.Refused => Tone.Bad,
        Causes.ClaimLost or Causes.Deregistered or Causes.MemberLeft or Causes.NodeRestarted => Tone.Notice,
        Causes.Registered or Causes.HeardAgain or Causes.LeaseRenewed => Tone.Good,
        _ => Tone.Quiet,
    };
}
