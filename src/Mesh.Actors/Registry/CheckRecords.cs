using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>What becomes of an instance's named checks when its record changes as a whole. Pure.</summary>
internal static class CheckRecords
{
    /// <summary>The record that a registration makes of what it says and what is there already.</summary>
    public static ServiceInstance Complete(ServiceInstance instance, ServiceInstance? held, bool keepsChecks)
    {
        var before = held?.Named().Checks ?? [];
        // What somebody ordered, such as maintenance, stays until somebody takes it back.
        var stays = ValueList.From(before.Where(c => keepsChecks || c.Terms.Kind is HealthKind.None));
        if (instance.Checks.Count == 0 && stays.Count == 0)
            return instance;
        var named = (instance with { Checks = NamedChecks.Put(stays, instance.Checks) }).Named();
        return named.With(NamedChecks.Settle(named.Checks, held?.Named()));
    }

    /// <summary>The checks that only orders change, but for those of the node.</summary>
    public static ValueList<NamedCheck> OrdersOf(ServiceInstance record) =>
        ValueList.From(record.Checks.Where(c => c.Terms.Kind is HealthKind.None && !c.OfNode));

    /// <summary>Have operators said the same of both?</summary>
    public static bool IsOrderedAlike(ServiceInstance one, ServiceInstance other) =>
        OrdersOf(one) == OrdersOf(other) && one.Status is InstanceStatus.Draining == other.Status is InstanceStatus.Draining;

    /// <summary>Do both say the same, but for what was found or ordered since?</summary>
    public static bool IsRegisteredAlike(ServiceInstance one, ServiceInstance other) => Said(one) == Said(other);

    /// <summary>Is it the same registration with the same orders, whatever was found of it, and whoever holds it?</summary>
    public static bool IsAlike(ServiceInstance one, ServiceInstance other) => IsOrderedAlike(one, other) && IsRegisteredAlike(one, other);

    /// <summary>A record that was registered anew, with what had been ordered of the one before.</summary>
    public static ServiceInstance WithOrdersOf(ServiceInstance record, ServiceInstance before)
    {
        var ordered = ValueList.From(before.Checks.Where(c => c.Terms.Kind is HealthKind.None));
        var complete = Complete(record, before with { Health = HealthTerms.None, Checks = ordered }, keepsChecks: false);
        return before.Status is InstanceStatus.Draining ? complete with { Status = InstanceStatus.Draining } : complete;
    }

    /// <summary>As a record comes from an owner that is gone.</summary>
    public static ServiceInstance Orphaned(ServiceInstance record) => record.Checks.Any(c => c.OfNode)
        ? record.With(ValueList.From(record.Checks.Where(c => !c.OfNode)))
        : record;

    /// <summary>As a record is when its node begins to look again: nothing passes before it has.</summary>
    public static ServiceInstance Unchecked(ServiceInstance record)
    {
        if (record.Checks.Count > 0)
        {
            return record.With(ValueList.From(record.Checks.Select(
                c => c.Terms.IsActive ? c with { Status = InstanceStatus.Critical } : c)));
        }

        return record.Health.IsActive && record.Status is not InstanceStatus.Draining
            ? record with { Status = InstanceStatus.Starting }
            : record;
    }

    private static ServiceInstance Said(ServiceInstance record) => record with
    {
        Status = InstanceStatus.Critical,
        Checks = ValueList.From(
            record.Checks.Where(c => c.Terms.Kind is not HealthKind.None && !c.OfNode).Select(c => c with { Status = InstanceStatus.Critical })),
        Claim = 0,
        Shared = false,
        RegisteredAt = default,
    };

    /// <summary>The record after a client's word on the instance as a whole; while it drains it goes on draining.</summary>
    public static ServiceInstance Reported(ServiceInstance record, InstanceStatus status)
    {
        if (record.Checks.Count > 0)
            return record.With(NamedChecks.Report(record.Checks, status));
        return record.Status is InstanceStatus.Draining ? record : record with { Status = status };
    }
}
