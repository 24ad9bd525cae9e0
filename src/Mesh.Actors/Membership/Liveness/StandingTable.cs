using System.Collections.Immutable;
using Mesh.Catalog;
using static Mesh.Membership.Liveness.StandingEffect;

namespace Mesh.Membership.Liveness;

/// <summary>
/// The standing of every other member, from all evidence there is. Pure; time is what has passed since some start.
/// <para>
/// Nothing is believed unasked: evidence makes a doubt and a challenge, and only silence until the doubt is due makes
/// a standing. So a broken link of a living node, or an observer with a sick network, costs one round trip and not the
/// node's traffic, and a killed process is out within the shortest grace.
/// </para>
/// </summary>
internal sealed record StandingTable(ImmutableSortedDictionary<Owner, MemberStanding> Members)
{
    /// <summary>An own link broke: a living peer answers over a new one within a round trip.</summary>
    public static readonly TimeSpan LinkGrace = TimeSpan.FromMilliseconds(25);

    /// <summary>Somebody else says so: this node's own link may be fine.</summary>
    public static readonly TimeSpan HearsayGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>The failure detector gave it up although this node has just heard of it.</summary>
    public static readonly TimeSpan GivenUpGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>How old the last contact may be to count against the failure detector.</summary>
    public static readonly TimeSpan FreshContact = TimeSpan.FromMilliseconds(1_500);

    public static readonly TimeSpan ChallengeInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>As many have told everybody already: one more accusation adds nothing.</summary>
    private const int EnoughAccusers = 2;

    public static readonly StandingTable Empty = new(ImmutableSortedDictionary<Owner, MemberStanding>.Empty);

    public Standing StandingOf(Owner owner) =>
        Members.TryGetValue(owner, out var member) ? member.Standing : Standing.Confirmed;

    /// <summary>When <see cref="Tick"/> has something to do next; null: nothing is in doubt.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            TimeSpan? next = null;
            foreach (var member in Members.Values)
            {
                if (member.IsCalm)
                    continue;
                var due = member.Doubt is { } doubt && doubt.Due < member.NextChallenge ? doubt.Due : member.NextChallenge;
                next = next is { } n && n < due ? n : due;
            }

            return next;
        }
    }

    public StandingTable Add(Owner owner) => Members.ContainsKey(owner) ? this : With(owner, MemberStanding.Good);

    public StandingTable Remove(Owner owner) => new(Members.Remove(owner));

    /// <summary>It leaves in order: from now on a broken link is what was to be expected.</summary>
    public StandingTable Leave(Owner owner) =>
        Members.TryGetValue(owner, out var member) && !member.Leaving
            ? With(owner, member with { Leaving = true, Doubt = member.Doubt is { Own: true } ? null : member.Doubt })
            : this;

    /// <summary>A link of this node to the member broke.</summary>
    public StandingStep LinkBroken(Owner owner, Evidence evidence, TimeSpan now) =>
        Members.TryGetValue(owner, out var member) && member is { Leaving: false, Standing: Standing.Confirmed }
            ? Challenge(owner, member, Sooner(member.Doubt, evidence, now), now)
            : Nothing;

    /// <summary>Another node, or a caller in this process, has evidence against the member.</summary>
    public StandingStep Accused(Owner owner, Evidence evidence, TimeSpan now)
    {
        if (!Members.TryGetValue(owner, out var member) || member is not { Leaving: false, Standing: Standing.Confirmed })
            return Nothing;
        return member.Doubt is { } doubt
            ? new(With(owner, member with { Doubt = doubt with { Accusers = doubt.Accusers + 1 } }), [])
            : Challenge(owner, member, new Doubt(evidence, Own: false, now + HearsayGrace, Accusers: 1), now);
    }

    /// <summary>A failure detector gave the member up.</summary>
    /// <param name="sinceContact">How long ago this node has heard of the member itself.</param>
    public StandingStep GivenUp(Owner owner, Evidence evidence, TimeSpan sinceContact, TimeSpan now)
    {
        if (!Members.TryGetValue(owner, out var member) || member.GivenUp)
            return Nothing;
        member = member with { GivenUp = true };
        var heard = member.Standing is Standing.Confirmed && sinceContact < FreshContact;
        return Challenge(owner, member, new Doubt(evidence, Own: false, heard ? now + GivenUpGrace : now, 0), now);
    }

    /// <summary>The failure detectors hear of it again.</summary>
    public StandingStep Reachable(Owner owner, Evidence evidence)
    {
        if (!Members.TryGetValue(owner, out var member) || !member.GivenUp)
            return Nothing;
        var next = member with { GivenUp = false };
        if (member.Doubt is { Own: false, Evidence.Cause: Causes.Unreachable })
            next = next with { Doubt = null };
        if (member.Standing is not Standing.Unreachable)
            return new(With(owner, next), []);
        return new(
            With(owner, next with { Standing = Standing.Confirmed, Doubt = null }),
            [new Publish(owner, Standing.Confirmed, evidence)]);
    }

    /// <summary>It answered a challenge that was sent after the evidence.</summary>
    public StandingStep Answered(Owner owner, Evidence evidence, TimeSpan now)
    {
        if (!Members.TryGetValue(owner, out var member) || member.IsCalm)
            return Nothing;
        var next = member with { Standing = Standing.Confirmed, Doubt = null, NextChallenge = now + ChallengeInterval };
        return new(
            With(owner, next),
            member.Standing is Standing.Confirmed ? [] : [new Publish(owner, Standing.Confirmed, evidence)]);
    }

    /// <summary>A message of it arrived, perhaps one that was under way before: worth a challenge, no proof.</summary>
    public StandingStep Heard(Owner owner, TimeSpan now) =>
        Members.TryGetValue(owner, out var member) && member.Standing is not Standing.Confirmed
            ? new(With(owner, member with { NextChallenge = now + ChallengeInterval }), [new Challenge(owner)])
            : Nothing;

    /// <summary>Its port refuses connections: no need to wait longer.</summary>
    public StandingStep PortRefused(Owner owner, TimeSpan now) =>
        Members.TryGetValue(owner, out var member) && member.Doubt is { } doubt
            ? new(With(owner, member with { Doubt = doubt with { Due = now } }), [])
            : Nothing;

    /// <summary>Turns doubts that are due into standings, and asks again.</summary>
    /// <param name="mayJudge">False while this node doubts itself: then doubts wait, and answers may still clear them.</param>
    public StandingStep Tick(TimeSpan now, bool mayJudge)
    {
        var step = Nothing;
        foreach (var (owner, member) in Members)
        {
            if (member.IsCalm)
                continue;
            var due = member.Doubt is { } doubt && doubt.Due <= now;
            if (due && mayJudge)
                step = step.Then(t => t.Judge(owner, member, now));
            else if (member.NextChallenge <= now)
                step = step.Then(t => t.AskAgain(owner, member, now));
        }

        return step;
    }

    private StandingStep Nothing => new(this, []);

    private StandingStep Judge(Owner owner, MemberStanding member, TimeSpan now)
    {
        var doubt = member.Doubt!;
        var standing = member.GivenUp ? Standing.Unreachable : Standing.Suspect;
        var next = With(owner, member with { Standing = standing, Doubt = null, NextChallenge = now + ChallengeInterval });
        var effects = ImmutableArray.CreateBuilder<StandingEffect>();
        if (standing != member.Standing)
            effects.Add(new Publish(owner, standing, doubt.Evidence));
        if (doubt is { Own: true, Accusers: < EnoughAccusers })
            effects.Add(new Accuse(owner, doubt.Evidence));
        effects.Add(new Examine(owner));
        return new(next, effects.ToImmutable());
    }

    private StandingStep AskAgain(Owner owner, MemberStanding member, TimeSpan now)
    {
        // Given up by others, but heard here: it has to go on answering.
        var doubt = member is { Standing: Standing.Confirmed, Doubt: null, GivenUp: true }
            ? new Doubt(Silent, Own: false, now + GivenUpGrace, 0)
            : member.Doubt;
        return Challenge(owner, member, doubt, now);
    }

    private static readonly Evidence Silent =
        new(Causes.Unreachable, "", "the failure detector gave it up and it stopped answering this node");

    private static Doubt Sooner(Doubt? doubt, Evidence evidence, TimeSpan now)
    {
        var due = now + LinkGrace;
        return new Doubt(evidence, Own: true, doubt is { } d && d.Due < due ? d.Due : due, doubt?.Accusers ?? 0);
    }

    private StandingStep Challenge(Owner owner, MemberStanding member, Doubt? doubt, TimeSpan now) => new(
        With(owner, member with { Doubt = doubt, NextChallenge = now + ChallengeInterval }), [new Challenge(owner)]);

    private StandingTable With(Owner owner, MemberStanding member) => new(Members.SetItem(owner, member));
}
