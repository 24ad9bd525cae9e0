using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>What membership tells the owner of the ActorSystem; called on the actor's thread, so handlers must not block.</summary>
internal abstract record MembershipReport
{
    /// <summary>Not in a mesh yet; asks its seeds, for ever. Repeated as the detail changes.</summary>
    public sealed record Joining(string Detail) : MembershipReport;

    /// <summary>The seeds are of another mesh name, bucket count or wire version. Asks on; a later report may be Joined.</summary>
    public sealed record Refused(string Line) : MembershipReport;

    /// <summary>A member that is up.</summary>
    public sealed record Joined(string Detail) : MembershipReport;

    /// <summary>
    /// This incarnation cannot go on: it was removed or quarantined, or it is in the island that gives way. End the
    /// ActorSystem and start a new one that joins through the contacts.
    /// </summary>
    /// <param name="CanLeave">
    /// The other members still know it and it should leave in order. False: they removed it, and leaving would only wait
    /// for answers that never come.
    /// </param>
    public sealed record MustRejoin(string Reason, ValueList<string> Contacts, bool CanLeave) : MembershipReport;

    /// <summary>It leaves in order, on somebody's order.</summary>
    public sealed record Leaving(string Reason) : MembershipReport;

    /// <summary>
    /// It was leaving, and the others did not let it go in time, or had removed it before. End the ActorSystem; it does not
    /// join again.
    /// </summary>
    public sealed record Left(string Reason) : MembershipReport;

    /// <summary>The other members, each "host:port", whenever they change: contacts for a later run.</summary>
    public sealed record Others(ValueList<string> Addresses) : MembershipReport;
}
