namespace Mesh.Catalog;

/// <summary>What several checks of one instance add up to, and how they change. Pure.</summary>
public static class NamedChecks
{
    /// <summary>The worst: critical, else warning, else passing; passing when there is none.</summary>
    public static InstanceStatus StatusOf(ValueList<NamedCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        var worst = InstanceStatus.Passing;
        foreach (var check in checks.AsSpan())
        {
            var status = Settled(check.Status);
            if (status > worst)
                worst = status;
        }

        return worst;
    }

    public static NamedCheck? Find(this ServiceInstance instance, string checkId)
    {
        ArgumentNullException.ThrowIfNull(instance);
        foreach (var check in instance.Checks.AsSpan())
        {
            if (check.Id == checkId)
                return check;
        }

        return null;
    }

    /// <summary>Does anything end the registration when nobody looks after it?</summary>
    public static bool Expires(this ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Health.Expires || instance.Checks.Any(c => c.Terms.Expires);
    }

    /// <summary>Is it the instance of a host that reports its own health, and thus ends with that host?</summary>
    public static bool IsApp(this ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Health.Kind is HealthKind.App || instance.Checks.Any(c => c.Terms.Kind is HealthKind.App);
    }

    /// <summary>
    /// An instance has either one check without a name or checks with names: with the first of those, the unnamed one
    /// gets a name too.
    /// </summary>
    /// <param name="always">Even before there are others.</param>
    public static ServiceInstance Named(this ServiceInstance instance, bool always = false)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if ((instance.Checks.Count == 0 && !always) || instance.Health.Kind is HealthKind.None)
            return instance;
        var unnamed = new NamedCheck
        {
            Id = $"service:{instance.Id}",
            Name = $"Service '{instance.Service}' check",
            Terms = instance.Health,
            Status = Settled(instance.Status),
        };
        return instance with { Health = HealthTerms.None, Checks = Put(instance.Checks, [unnamed]) };
    }

    /// <summary>The reverse of <see cref="Named"/>, where the check that got a name there is the only one left.</summary>
    internal static ServiceInstance Unnamed(this ServiceInstance instance)
    {
        if (instance.Checks is not [var check] || check.Terms.Kind is HealthKind.None)
            return instance;
        var plain = instance with { Health = check.Terms, Checks = [], Status = check.Status };
        return plain.Named(always: true).Checks is [var same] && same == check
            ? plain with { Status = instance.Status is InstanceStatus.Draining ? InstanceStatus.Draining : check.Status }
            : instance;
    }

    /// <summary>Adds checks, or replaces those of the same ids; what replaces takes the place of the old one.</summary>
    public static ValueList<NamedCheck> Put(ValueList<NamedCheck> checks, IEnumerable<NamedCheck> more)
    {
        List<NamedCheck> all = [.. checks];
        foreach (var check in more)
        {
            var at = all.FindIndex(c => c.Id == check.Id);
            if (at < 0)
                all.Add(check);
            else
                all[at] = check;
        }

        return ValueList.From(all);
    }

    /// <summary>Fills in what was left unsaid: the status of the held check of the same id, else Critical.</summary>
    public static ValueList<NamedCheck> Settle(ValueList<NamedCheck> checks, ServiceInstance? held) =>
        ValueList.From(checks.Select(c => c.Status is InstanceStatus.Starting
            ? c with { Status = held?.Find(c.Id)?.Status ?? InstanceStatus.Critical }
            : c));

    /// <summary>The record after one of its checks changed; while it drains it goes on draining.</summary>
    public static ServiceInstance WithStatus(this ServiceInstance instance, string checkId, InstanceStatus status)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.With(ValueList.From(instance.Checks.Select(
            c => c.Id == checkId ? c with { Status = status } : c)));
    }

    /// <summary>The record with these checks and the status they add up to; while it drains it goes on draining.</summary>
    public static ServiceInstance With(this ServiceInstance instance, ValueList<NamedCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance with
        {
            Checks = checks,
            Status = instance.Status is InstanceStatus.Draining ? InstanceStatus.Draining : StatusOf(checks),
        };
    }

    /// <summary>What a client says of the whole instance counts for each check that waits for a client's word.</summary>
    public static ValueList<NamedCheck> Report(ValueList<NamedCheck> checks, InstanceStatus status) =>
        ValueList.From(checks.Select(c => c.Terms.Kind is HealthKind.Ttl ? c with { Status = Settled(status) } : c));

    private static InstanceStatus Settled(InstanceStatus status) =>
        status is InstanceStatus.Passing or InstanceStatus.Warning ? status : InstanceStatus.Critical;
}
