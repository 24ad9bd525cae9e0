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
    /// <summary>How long silent contacts are waited for before a mesh is formed without them.</summary>
    public static readonly TimeSpan FormAfter = TimeSpan.FromSeconds(3);

    /// <summary>How long members that an earlier run had seen are asked before a node without seeds is its own mesh.</summary>
    public static readonly TimeSpan PatienceWithKnown = TimeSpan.FromSeconds(10);

    public static JoinDecision Decide(JoinKnowledge known, TimeSpan now)
    {
        var fitting = known.Fitting(now);
        var best = fitting.Where(a => a.Island is not null)
            .Aggregate((JoinInput.Answered?)null, (x, y) => x is not null && !Outranks(y, x) ? x : y);
        if (best is not null)
            return new JoinDecision.Join(best.From.Address);
        if (fitting.Length == 0 && known.Refusals(now).FirstOrDefault() is { Address: { } address } refusal)
            return new JoinDecision.Refused(TermsConflict.AtAsker(address, refusal.Conflict));
        return MayForm(known, fitting, now) ? new JoinDecision.Form() : new JoinDecision.Wait(Detail(known, fitting, now));
    }

    private static bool MayForm(JoinKnowledge known, JoinInput.Answered[] fitting, TimeSpan now)
    {
        var waited = now - known.StartedAt;
        if (!known.Contacts.Any(c => c.IsSeed))
            return !known.Others.Any() || (waited >= PatienceWithKnown && fitting.Length == 0);
        var self = known.Settings.Self.Address;
        if (!known.Listed || fitting.Any(a => a.Listed && string.CompareOrdinal(a.From.Address, self) < 0))
            return false;
        return waited >= FormAfter || known.Others.All(known.HasAnswered);
    }

    private static string Detail(JoinKnowledge known, JoinInput.Answered[] fitting, TimeSpan now)
    {
        var asked = string.Join(", ", known.Others.Select(c => c.Text));
        var waited = Math.Floor((now - known.StartedAt).TotalSeconds);
        if (fitting.Length > 0)
            return $"asking {asked}; {string.Join(", ", fitting.Select(a => a.From.Address))} answers but is in no mesh yet";
        if (waited < 1)
            return $"asking {asked}";
        var greeted = string.Join(", ", known.Greeted(now));
        return greeted.Length == 0
            ? $"asking {asked}; no answer for {waited} s"
            : $"asking {asked}; {greeted} is there, no answer for {waited} s";
    }

    private static bool Outranks(JoinInput.Answered first, JoinInput.Answered second) =>
        IslandRule.Outranks(first.Island!, second.Island!);
}
