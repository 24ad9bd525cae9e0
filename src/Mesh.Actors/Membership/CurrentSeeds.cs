using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>The nodes to join through, each "host:port", as the configuration has them now; outlives the ActorSystem. Thread-safe.</summary>
internal sealed class CurrentSeeds(IEnumerable<string> first)
{
    private volatile ValueList<string> _value = Of(first);

    public ValueList<string> Value => _value;

    /// <summary>They are asked from the next round on.</summary>
    public void Take(IEnumerable<string> seeds) => _value = Of(seeds);

    private static ValueList<string> Of(IEnumerable<string> seeds) => ValueList.From(seeds.Select(static s => s.Trim()));
}
