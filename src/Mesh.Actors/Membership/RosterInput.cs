using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>What <see cref="Roster"/> is told.</summary>
internal abstract record RosterInput
{
    /// <summary>The cluster's members, all of them.</summary>
    public sealed record Listed(ImmutableArray<SeenMember> OldestFirst) : RosterInput;

    public sealed record Gone(Owner Owner) : RosterInput;

    public sealed record Introduced(MembershipProtocol.Hello Hello) : RosterInput;

    /// <summary>The node's own doors.</summary>
    public sealed record Opened(ValueMap<string> Doors) : RosterInput;
}
