namespace Mesh.Node.Access;

/// <summary>Whether a request may go on, and in words why not. Pure; the words hold no secret.</summary>
internal sealed record AccessDecision(AccessVerdict Verdict, string Reason)
{
    public static readonly AccessDecision Allowed = new(AccessVerdict.Allowed, "");
    public static readonly AccessDecision NotSaid = new(AccessVerdict.NotSaid, "this endpoint does not say who may use it, so nobody may");
    private static readonly AccessDecision Unknown = new(AccessVerdict.UnknownToken, "the token is not known here");

    public bool IsAllowed => Verdict is AccessVerdict.Allowed;

    /// <summary>May the caller do this?</summary>
    public static AccessDecision Of(AccessCaller caller, AccessDemand demand)
    {
        if (caller.Grant is not { } grant)
            return Unknown;
        if (grant.Allows(demand.Action, demand.Target))
            return Allowed;
        return new(
            caller.HasToken ? AccessVerdict.Denied : AccessVerdict.NoToken,
            $"token '{grant.Name}' does not allow {demand}");
    }

    /// <summary>May the caller do all of this? The first refusal counts.</summary>
    public static AccessDecision Of(AccessCaller caller, IEnumerable<AccessDemand> demands)
    {
        foreach (var demand in demands)
        {
            if (Of(caller, demand) is { IsAllowed: false } refused)
                return refused;
        }

        return caller.Grant is null ? Unknown : Allowed;
    }
}
