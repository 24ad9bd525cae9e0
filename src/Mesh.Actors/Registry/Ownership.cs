using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>Who decides about an instance: this node, another, or whoever is asked first because its owner is gone.</summary>
internal sealed class Ownership(Owner self, CatalogView view, Registrations own, Adoption adoption)
{
    /// <summary>The record, where this node owns it.</summary>
    public ServiceInstance? Own(InstanceKey key) => own.Records.GetValueOrDefault(key);

    /// <summary>
    /// The record about which an operator's word is decided here: one that this node owns, or one whose place it keeps. What a
    /// removed owner left, or one that is about to, is taken over for that: nobody else could be asked.
    /// </summary>
    public ServiceInstance? Decided(InstanceKey key, Moment now)
    {
        adoption.TakeNow(key, now);
        return Own(key) ?? view.Place(key);
    }

    /// <summary>
    /// What operators have ordered of an instance that another node holds and that lives on, whoever registers it anew;
    /// null: nothing.
    /// </summary>
    public ServiceInstance? OrderedElsewhere(InstanceKey key)
    {
        if (view.Holder(key) is not { } holder || holder.Owner == self || !Lifetimes.LivesOn(holder.Record))
            return null;
        var ordered = CheckRecords.OrdersOf(holder.Record);
        return ordered.Count > 0 ? holder.Record with { Health = HealthTerms.None, Checks = ordered } : null;
    }

    /// <summary>The outcome of a command that only the owner decides, at a node that is not it.</summary>
    public CommandOutcome Elsewhere(InstanceKey key) =>
        view.Holder(key) is { } holder && holder.Owner != self && view.Stays(holder.Owner) && view.StandingOf(holder.Owner) is Standing.Confirmed
            ? new CommandOutcome.Forward(holder.Owner)
            : CommandOutcome.NotFound(key);

    /// <summary>
    /// The record that this node may take over at a client's word: its owner is silent or gone, or its node is away. Null:
    /// there is none, nobody doubts that the owner lives, or only the node of its host can look after it.
    /// </summary>
    public ServiceInstance? Adoptable(InstanceKey key)
    {
        if (view.Holder(key) is not { } holder)
            return null;
        var (record, owner) = holder;
        var isAlive = view.Members.TryGetValue(owner, out var standing) && standing is Standing.Confirmed;
        if (isAlive && !Lifetimes.IsAway(record, owner))
            return null;
        return Lifetimes.FollowsItsClient(record) ? record : null;
    }
}
