using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The kind of life of an instance. Nodes that know only kept ones and others say nothing of it.</summary>
internal static class LifetimeWire
{
    /// <summary>Unsaid where an earlier version's flag says the same.</summary>
    public static P.Lifetime Write(Lifetime life) => life switch
    {
        Lifetime.Leased => P.Lifetime.Leased,
        Lifetime.Anchored => P.Lifetime.Anchored,
        _ => P.Lifetime.Unsaid,
    };

    /// <summary>A kind that a newer node has is taken for one that lives with its owner: nothing is adopted wrongly.</summary>
    public static Lifetime Read(long said, bool kept) => (P.Lifetime)said switch
    {
        P.Lifetime.Leased => Lifetime.Leased,
        P.Lifetime.Anchored => Lifetime.Anchored,
        P.Lifetime.Floating => Lifetime.Floating,
        P.Lifetime.Unsaid when kept => Lifetime.Floating,
        _ => Lifetime.Owned,
    };
}
