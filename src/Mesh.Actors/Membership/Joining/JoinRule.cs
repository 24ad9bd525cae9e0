namespace Mesh.Membership.Joining;

/// <summary>
/// What a node that is in no mesh does next, by what it has found out. Pure.
/// <para>
/// It joins the best mesh that a contact is in. Only a node that is among its own seeds forms one, when no contact has
/// one, and of several such nodes that hear of each other the one with the lowest address; so the order of the list
/// does not matter, and a node whose seeds are silent never ends up alone. Without seeds it forms its own, after an
/// earlier run's members have been asked in vain.
/// </para>
/// </summary>
internal static class JoinRule
{
    /// <summary>
    /// How long silent contacts are asked, from the first question on, before a mesh is formed without them. Silent is who was
    /// asked in vain, not who may still be about to answer.
    /// </summary>
    public static readonly TimeSpan FormAfter = TimeSpan.FromSeconds(3);

    /// <summary>How long members that an earlier run had seen are asked before a node without seeds is its own mesh.</summary>
    public static readonly TimeSpan PatienceWithKnown = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the first question on, the longest that a mesh is not formed for the sake of one who may still say that it is in
    /// one: whose answer is due, whose name is not known, who has taken a connection and says nothing.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    public static JoinDecision Decide(JoinKnowledge known, TimeSpan now)
    {
        var fitting = known.Fitting(now);
        var best = fitting.Where(a => a.Island is not null)
            .Aggregate((JoinInput.Answered?)null, (x, y) => x is not null && !Outranks(y, x) ? x : y);
        if (best is not null)
            return new JoinDecision.Join(best.From.Address);
        if (fitting.Length == 0 && IsRefused(known, now) && known.Refusals(now).FirstOrDefault() is { Address: { } address } refusal)
            return new JoinDecision.Refused(TermsConflict.AtAsker(address, refusal.Conflict));
        return MayForm(known, fitting, now) ? new JoinDecision.Form() : new JoinDecision.Wait(Detail(known, fitting, now));
    }

    /// <summary>Nobody is left who might let this node in: one that is of another mesh says nothing about the others.</summary>
    private static bool IsRefused(JoinKnowledge known, TimeSpan now)
    {
        var asked = Asked(known, now);
        return !known.IsAnswerDue(now)
            && (asked >= LongestWait
                || known.Others.All(c => known.HasRefused(c, now) || (asked >= FormAfter && known.IsSilent(c))));
    }

    private static bool MayForm(JoinKnowledge known, JoinInput.Answered[] fitting, TimeSpan now)
    {
        var (asked, patience) = (Asked(known, now), FormAfter);
        if (!known.Others.Any())
            return known.Listed || !known.Contacts.Any(c => c.IsSeed);
        if (!known.Contacts.Any(c => c.IsSeed))
        {
            if (fitting.Length > 0)
                return false;
            patience = PatienceWithKnown;
        }
        else
        {
            var self = known.Settings.Self.Address;
            if (!known.Listed || fitting.Any(a => a.Listed && string.CompareOrdinal(a.From.Address, self) < 0))
                return false;
            if (known.Others.All(known.HasAnswered))
                patience = TimeSpan.Zero;
        }

        return asked >= LongestWait
            || (asked >= patience && !known.IsAnswerDue(now) && known.Others.All(c => known.HasAnswered(c) || known.IsSilent(c)));
    }

    /// <summary>How long ago it was first asked who answers; before that no time has passed, however long names took.</summary>
    private static TimeSpan Asked(JoinKnowledge known, TimeSpan now) => now - (known.AskedAt ?? now);

    private static string Detail(JoinKnowledge known, JoinInput.Answered[] fitting, TimeSpan now)
    {
        var asked = string.Join(", ", known.Others.Select(c => c.Text));
        var waited = Math.Floor((now - known.StartedAt).TotalSeconds);
        if (fitting.Length > 0)
        {
            var nobody = known.Listed || fitting.Any(a => a.Listed)
                ? ""
                : $"; none of them, nor {known.Settings.Self.Address} itself, is among its own seeds, as whoever forms the mesh has to be";
            return $"asking {asked}; {string.Join(", ", fitting.Select(a => a.From.Address))} answers but is in no mesh yet{nobody}";
        }

        if (waited < 1)
            return $"asking {asked}";
        var refused = known.Refusals(now).FirstOrDefault() is { Address: { } address } refusal
            ? $"; {TermsConflict.AtAsker(address, refusal.Conflict)}"
            : "";
        var greeted = string.Join(", ", known.Greeted(now));
        return greeted.Length == 0
            ? $"asking {asked}; no answer for {waited} s{refused}"
            : $"asking {asked}; {greeted} is there, no answer for {waited} s{refused}";
    }

    private static bool Outranks(JoinInput.Answered first, JoinInput.Answered second) =>
        IslandRule.Outranks(first.Island!, second.Island!);
}
