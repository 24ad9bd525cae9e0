using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>Who decides about an instance: this node, another, or whoever is asked first because its owner is gone.</summary>
internal sealed class Ownership(Owner self, CatalogView view, Registrations own, Orphans orphans)
{
    /// <summary>The record, where this node owns it.</summary>
    public ServiceInstance? Own(InstanceKey key) => own.Records.GetValueOrDefault(key);

    /// <summary>The outcome of a command that only the owner decides, at a node that is not it.</summary>
    public CommandOutcome Elsewhere(InstanceKey key) =>
        view.Winner(key) is { Standing: Standing.Confirmed } winner && winner.Owner != self
            ? new CommandOutcome.Forward(winner.Owner)
            : CommandOutcome.NotFound(key);

    /// <summary>The record that another owner holds or held; null: there is none, or nobody doubts that the owner lives.</summary>
    public ServiceInstance? Adoptable(InstanceKey key)
    {
        if (view.Winner(key) is { } winner)
            return winner.Standing is Standing.Confirmed ? null : winner.Instance;
        return orphans.Find(key);
    }
}
