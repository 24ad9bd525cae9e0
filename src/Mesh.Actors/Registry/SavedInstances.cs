using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>
/// What becomes of an instance that a snapshot of the mesh brings back: the same as if its own node had stored it. What is anchored
/// stays with its node, and only that looks after it.
/// </summary>
internal sealed class SavedInstances(Owner self, CatalogView view, Registrations own, Adoption adoption)
{
    /// <summary>In the words of explain.</summary>
    public const string Origin = "brought back from a snapshot";

    /// <summary>The record that a registration at this node makes of it: nothing passes before it was looked at here.</summary>
    public static ServiceInstance ToRegister(ServiceInstance saved) => CheckRecords.Unchecked(CheckRecords.Orphaned(saved)) with { Claim = 0 };

    /// <summary>Is nothing left to be registered by this node: it is there already, or its place is kept for its node?</summary>
    public bool Settle(ServiceInstance saved, Moment now)
    {
        if (IsThere(saved))
            return true;
        if (saved.Life is not Lifetime.Anchored || !Lifetimes.IsAway(saved, self))
            return false;
        Keep(saved, now);
        return true;
    }

    /// <summary>The mesh shows it, or a node that lives has something newer in its place.</summary>
    private bool IsThere(ServiceInstance saved)
    {
        if (view.Holder(saved.Key) is not { } shown)
            return false;
        return CheckRecords.IsAlike(shown.Record, saved)
            || (saved.Life is Lifetime.Anchored
                && shown.Record.Claim >= saved.Claim
                && view.Stays(shown.Owner)
                && !Lifetimes.IsAway(shown.Record, shown.Owner));
    }

    /// <summary>Where its node is a member, it sees that another keeps its place, and takes it home.</summary>
    private void Keep(ServiceInstance saved, Moment now)
    {
        var (key, evidence) = (saved.Key, new Evidence(Causes.Registered, self.Address, Origin));
        if (own.Records.ContainsKey(key))
            own.Remove(key, now, evidence);
        adoption.Keep(new KeptPlace(saved with { Claim = view.NextClaim(key, now.Wall) }, now.Wall), now, evidence);
    }
}
