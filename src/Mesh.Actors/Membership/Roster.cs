using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;
using Mesh.Views;

namespace Mesh.Membership;

/// <summary>Who the members are: as the cluster lists them, and as they have introduced themselves. Pure.</summary>
internal sealed record Roster
{
    private Roster(MembershipProtocol.Hello self) => Self = self;

    /// <summary>How this node introduces itself.</summary>
    public MembershipProtocol.Hello Self { get; private init; }

    public ImmutableArray<SeenMember> OldestFirst { get; private init; } = [];

    /// <summary>Is this node a member itself? Before that a list is of no mesh that it is in.</summary>
    public bool IsIn => Members.ContainsKey(Self.Owner);

    public IEnumerable<Owner> Owners => Members.Keys;

    public IEnumerable<Owner> Others => Members.Keys.Where(m => m != Self.Owner);

    /// <summary>Those that the node's own actors know, oldest first.</summary>
    public IEnumerable<Owner> Told => OldestFirst.Select(m => m.Owner).Where(m => Members[m].IsTold);

    public bool IsLeaving(Owner owner) => Members.GetValueOrDefault(owner)?.IsLeaving is true;

    /// <summary>This node as the cluster shows it; null before it does.</summary>
    public MemberPhase? OwnPhase => Members.GetValueOrDefault(Self.Owner)?.Seen.Phase;

    /// <summary>A member that is gone is in neither; this node stays in these once it was listed.</summary>
    private ImmutableDictionary<Owner, MemberEntry> Members { get; init; } = ImmutableDictionary<Owner, MemberEntry>.Empty;

    /// <param name="self">How this node introduces itself.</param>
    public static Roster Start(MembershipProtocol.Hello self) => new(self);

    public bool Has(Owner owner) => Members.ContainsKey(owner);

    /// <summary>Is it up, and has it said who it is?</summary>
    public bool IsNamed(Owner owner) => Members.TryGetValue(owner, out var member) && member is { IsTold: true, Hello: not null };

    /// <summary>Is it another member that has not said yet who it is?</summary>
    public bool IsUnknown(Owner owner) => Members.TryGetValue(owner, out var member) && member.Hello is null;

    /// <param name="standings">By which the members are shown.</param>
    public MeshMember View(Owner owner, StandingTable standings) =>
        Members[owner].View(standings.StandingOf(owner), owner == Self.Owner);

    public ImmutableArray<MeshMember> View(StandingTable standings) =>
        [.. OldestFirst.Select(m => View(m.Owner, standings))];

    /// <summary>What this node is in, for its search for the mesh.</summary>
    public JoinProtocol.Situation Situation()
    {
        var reachable = OldestFirst.Where(m => !m.Unreachable && m.Phase is not MemberPhase.Down).ToArray();
        var island = reachable is [var oldest, ..] && IsIn
            ? new Island(reachable.Length, oldest.Owner, Members[oldest.Owner].Hello?.StartedAt ?? long.MaxValue)
            : null;
        return new(island, [.. Members.Keys], [.. reachable.Select(m => m.Owner.Address)]);
    }

    public (Roster Next, ImmutableArray<RosterEffect> Effects) Step(RosterInput input) => input switch
    {
        RosterInput.Listed listed => Listed(listed.OldestFirst),
        RosterInput.Gone gone => Without(gone.Owner),
        RosterInput.Introduced introduced => Introduced(introduced.Hello),
        RosterInput.Opened opened => Opened(opened.Doors),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "no such input"),
    };

    private (Roster Next, ImmutableArray<RosterEffect> Effects) Listed(ImmutableArray<SeenMember> oldestFirst)
    {
        var members = Members.ToBuilder();
        var effects = ImmutableArray.CreateBuilder<RosterEffect>();
        foreach (var seen in oldestFirst)
        {
            if (!members.TryGetValue(seen.Owner, out var member))
            {
                member = new MemberEntry(seen, seen.Owner == Self.Owner ? Self : null, IsTold: false);
                effects.Add(new RosterEffect.Came(seen.Owner));
            }

            var wasLeaving = member is { IsTold: true, IsLeaving: true };
            member = member with { Seen = seen };
            effects.Add(new RosterEffect.Seen(seen));
            if (member is { IsTold: false, IsUp: true })
            {
                member = member with { IsTold = true };
                effects.Add(new RosterEffect.Up(seen.Owner));
            }

            if (member is { IsTold: true, IsLeaving: true } && !wasLeaving)
                effects.Add(new RosterEffect.Leaves(seen.Owner));

            members[seen.Owner] = member;
        }

        var next = this with { OldestFirst = oldestFirst, Members = members.ToImmutable() };
        foreach (var missing in Others.Except(oldestFirst.Select(m => m.Owner)).ToArray())
        {
            (next, var gone) = next.Without(missing);
            effects.AddRange(gone);
        }

        return (next, effects.ToImmutable());
    }

    private (Roster Next, ImmutableArray<RosterEffect> Effects) Without(Owner owner) => Members.ContainsKey(owner)
        ? (this with { Members = Members.Remove(owner), OldestFirst = OldestFirst.RemoveAll(m => m.Owner == owner) },
            [new RosterEffect.Gone(owner)])
        : (this, []);

    private (Roster Next, ImmutableArray<RosterEffect> Effects) Introduced(MembershipProtocol.Hello hello)
    {
        if (hello.Owner == Self.Owner || !Members.TryGetValue(hello.Owner, out var member) || member.Hello == hello)
            return (this, []);
        return (
            this with { Members = Members.SetItem(hello.Owner, member with { Hello = hello }) },
            [new RosterEffect.Introduced(hello.Owner, IsFirst: member.Hello is null)]);
    }

    /// <summary>This node introduces itself anew to all that it knows.</summary>
    private (Roster Next, ImmutableArray<RosterEffect> Effects) Opened(ValueMap<string> doors)
    {
        if (Self.Doors.Equals(doors))
            return (this, []);
        var self = Self with { Doors = doors };
        var members = Members.TryGetValue(self.Owner, out var own) ? Members.SetItem(self.Owner, own with { Hello = self }) : Members;
        return (this with { Self = self, Members = members }, [RosterEffect.Renamed.Instance]);
    }
}
