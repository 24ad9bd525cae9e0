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
    /// What operators have ordered of an instance that another node holds, or whose place this one keeps, and that lives on, whoever
    /// registers it anew; null: nothing.
    /// </summary>
    public ServiceInstance? OrderedElsewhere(InstanceKey key)
    {
        if (view.Holder(key) is not { } holder || !Lifetimes.LivesOn(holder.Record))
            return null;
        var ordered = CheckRecords.OrdersOf(holder.Record);
        return ordered.Count > 0 ? holder.Record with { Health = HealthTerms.None, Checks = ordered } : null;
    }

    /// <summary>The outcome of a command that only the owner decides, at a node that is not it.</summary>
    public CommandOutcome Elsewhere(InstanceKey key)
    {
        if (view.Holder(key) is not { } holder || holder.Owner == self)
            return CommandOutcome.NotFound(key);
        // What is in sight is not denied.
        return IsThere(holder.Owner)
            ? new CommandOutcome.Forward(holder.Owner)
            : CommandOutcome.Unavailable($"{holder.Owner.Address}, which decides about it, cannot be asked");
    }

    /// <summary>
    /// The record that this node may take over at a client's word: its owner is silent, leaves or is gone, or its node is away. Null:
    /// there is none, nobody doubts that the owner lives, or only the node of its host can look after it.
    /// </summary>
    public ServiceInstance? Adoptable(InstanceKey key)
    {
        if (view.Holder(key) is not { } holder)
            return null;
        var (record, owner) = holder;
        if (IsThere(owner) && !Lifetimes.IsAway(record, owner))
            return null;
        // What goes with its owner is not kept from that.
        return Lifetimes.FollowsItsClient(record) && (view.Stays(owner) || Lifetimes.LivesOn(record)) ? record : null;
    }

    /// <summary>Who is about to leave may not answer any more.</summary>
    private bool IsThere(Owner owner) => view.Stays(owner) && view.StandingOf(owner) is Standing.Confirmed;
}
