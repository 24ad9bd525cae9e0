using Mesh.Catalog;
using Mesh.Heartbeats;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>
/// What an operator's word on the status of an instance makes of its record. A status that stays is a check of its own
/// that nobody but an operator changes; what is found goes on beneath it. Pure.
/// </summary>
internal static class StatusOrders
{
    public static ServiceInstance Follow(ServiceInstance held, SetStatus command) => command switch
    {
        { TakesBack: true, Status: InstanceStatus.Draining } => Undrained(held),
        { TakesBack: true } => Unordered(held),
        { Status: InstanceStatus.Draining } => held with { Status = InstanceStatus.Draining },
        { Status: InstanceStatus.Warning or InstanceStatus.Critical } => Ordered(held, command.Status, command.Evidence),
        _ => CheckRecords.Reported(Unordered(Undrained(held)), command.Status),
    };

    /// <summary>The word has no effect, because the checks of the instance are worse; null: it has.</summary>
    public static InvalidField? Contradiction(ServiceInstance held, ServiceInstance record, SetStatus command) =>
        command.TakesBack || record.Status == command.Status || held.Status is InstanceStatus.Draining
            ? null
            : new("status", $"{command.Status}", $"cannot be set: the checks of the instance say {RegistryWords.Of(record.Status)}");

    /// <summary>The check that holds the status which an operator has set.</summary>
    private static string IdOf(ServiceInstance instance) => $"_operator_status:{instance.Id}";

    private static ServiceInstance Ordered(ServiceInstance held, InstanceStatus status, Evidence evidence)
    {
        var order = new NamedCheck
        {
            Id = IdOf(held),
            Name = "Status set by an operator",
            Notes = HealthWords.Cut(evidence.Detail),
            Status = status,
        };
        var named = Undrained(held).Named(always: true);
        return named.With(NamedChecks.Put(named.Checks, [order]));
    }

    private static ServiceInstance Unordered(ServiceInstance held)
    {
        if (held.Find(IdOf(held)) is null)
            return held;
        return held.With(ValueList.From(held.Checks.Where(c => c.Id != IdOf(held)))).Unnamed();
    }

    /// <summary>What is known beneath the drain. A check of the host has to look first.</summary>
    private static ServiceInstance Undrained(ServiceInstance held)
    {
        if (held.Status is not InstanceStatus.Draining)
            return held;
        if (held.Checks.Count > 0)
            return held with { Status = NamedChecks.StatusOf(held.Checks) };
        return held with { Status = held.Health.IsActive ? InstanceStatus.Starting : InstanceStatus.Passing };
    }
}
