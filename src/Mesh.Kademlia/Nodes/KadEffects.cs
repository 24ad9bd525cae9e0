namespace Mesh.Kademlia.Nodes;

/// <summary>Collects the effects of one step; the driver performs them, clears it and uses it again.</summary>
public sealed class KadEffects
{
    private readonly List<KadEffect> _items = [];

    public IReadOnlyList<KadEffect> Items => _items;

    /// <summary>When the node wants the next <see cref="KadInput.Tick"/>, on the monotonic clock. Always set.</summary>
    public TimeSpan WakeAt { get; internal set; }

    public void Clear() => _items.Clear();

    internal void Add(KadEffect effect) => _items.Add(effect);
}
