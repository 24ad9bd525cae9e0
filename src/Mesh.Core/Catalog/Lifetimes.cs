namespace Mesh.Catalog;

/// <summary>The four kinds of life as one table: which kind an instance is of by default, and what follows from it. Pure.</summary>
internal static class Lifetimes
{
    /// <summary>The kind of an instance whose door has none of its own and whose client gave none.</summary>
    /// <param name="host">Of the node at which it is registered; empty: unknown.</param>
    public static Lifetime Default(ServiceInstance instance, string host = "")
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.IsApp())
            return Lifetime.Owned;
        if (Terms(instance).Any(t => IsOfHost(t, host)))
            return Lifetime.Anchored;
        return Terms(instance).Any(t => t.Kind is HealthKind.Ttl) ? Lifetime.Leased : Lifetime.Floating;
    }

    /// <summary>What an instance is that says nothing of its life: one that is renewed lives by that.</summary>
    public static Lifetime Settled(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Life is Lifetime.Owned && !instance.IsApp() && Terms(instance).Any(t => t.Kind is HealthKind.Ttl)
            ? Lifetime.Leased
            : instance.Life;
    }

    /// <summary>Does the instance outlive the membership of the node that holds it?</summary>
    public static bool LivesOn(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Settled(instance) is not Lifetime.Owned;
    }

    /// <summary>Can nobody be sent to the instance while the node that holds it is away?</summary>
    public static bool NeedsItsNode(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Settled(instance) is Lifetime.Owned or Lifetime.Anchored;
    }

    /// <summary>
    /// Is the instance written to the disk of the node that holds it, and back with it? What is leased too: when a whole mesh
    /// restarts, its client renews it and must not be told that there is no such instance.
    /// </summary>
    public static bool IsStored(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        // What the configuration declares is back with that.
        return LivesOn(instance) && !instance.Metadata.ContainsKey(DoorMetadata.Declared);
    }

    /// <summary>Is the instance's node away, and does <paramref name="holder"/> keep its place?</summary>
    public static bool IsAway(ServiceInstance instance, Owner holder)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Life is Lifetime.Anchored && instance.Home.Length > 0 && instance.Home != holder.Address;
    }

    /// <summary>Is the instance of the host of a node that is not heard of? It is shown at that node, and kept until the node is back.</summary>
    public static bool IsLeft(InstanceView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Origin.Length == 0 && view.Instance.Life is Lifetime.Anchored && view.Standing is not Standing.Confirmed;
    }

    /// <summary>As an instance is shown while its node is away: critical, but what an operator drained goes on to drain.</summary>
    public static ServiceInstance Waiting(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Status is InstanceStatus.Draining ? instance : instance with { Status = InstanceStatus.Critical };
    }

    /// <summary>
    /// Does a client's word that comes to another node move the instance there? Not where the node of its host must
    /// look for itself.
    /// </summary>
    public static bool FollowsItsClient(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Life is not Lifetime.Anchored
            || (Terms(instance).Any(t => t.Kind is HealthKind.Ttl) && !Terms(instance).Any(t => t.IsActive));
    }

    private static IEnumerable<HealthTerms> Terms(ServiceInstance instance) =>
        instance.Checks.Select(c => c.Terms).Prepend(instance.Health);

    /// <summary>
    /// A check of the loopback address means another service on another host; what answers at the node's own address ends and begins
    /// with its host.
    /// </summary>
    private static bool IsOfHost(HealthTerms terms, string host)
    {
        if (!terms.IsActive)
            return false;
        var text = terms.Kind is HealthKind.Http ? terms.Target : "tcp://" + terms.Target;
        return Uri.TryCreate(text, UriKind.Absolute, out var target)
            && (target.IsLoopback || (host.Length > 0 && string.Equals(target.IdnHost, host, StringComparison.OrdinalIgnoreCase)));
    }
}
