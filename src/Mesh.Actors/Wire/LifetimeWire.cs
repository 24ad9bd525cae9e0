using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The kind of life of an instance. Nodes that know only kept ones and others say nothing of it.</summary>
internal static class LifetimeWire
{
    public static P.Lifetime Write(ServiceInstance instance)
    {
        var isKept = instance.Life is Lifetime.Floating;
        if (instance.Life == Read(0, isKept, instance.Health, instance.Checks))
            return P.Lifetime.Unsaid;
        return instance.Life switch
        {
            Lifetime.Leased => P.Lifetime.Leased,
            Lifetime.Anchored => P.Lifetime.Anchored,
            Lifetime.Floating => P.Lifetime.Floating,
            _ => P.Lifetime.Owned,
        };
    }

    /// <summary>A kind that a newer node has is taken for one that lives with its owner: nothing is adopted wrongly.</summary>
    public static Lifetime Read(long said, bool kept, HealthTerms? health, ValueList<NamedCheck>? checks) => (P.Lifetime)said switch
    {
        P.Lifetime.Owned => Lifetime.Owned,
        P.Lifetime.Leased => Lifetime.Leased,
        P.Lifetime.Anchored => Lifetime.Anchored,
        P.Lifetime.Floating => Lifetime.Floating,
        P.Lifetime.Unsaid when kept => Lifetime.Floating,
        P.Lifetime.Unsaid when health is { Kind: HealthKind.Ttl } || checks?.Any(static c => c.Terms.Kind is HealthKind.Ttl) is true =>
            Lifetime.Leased,
        _ => Lifetime.Owned,
    };
}
