using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// One search for meshes: which keys are to be looked up, and what came of it. Time and trust are arguments; it asks nobody.
/// </summary>
/// <param name="endsAt">On the monotonic clock.</param>
internal sealed class MeshSearch(OverlaySubject subject, FindMode mode, TimeSpan endsAt)
{
    private readonly List<KadRecord> _records = [];
    private LookupCost _cost;
    private int _open = 1;
    private bool _isWhole = true;
    private bool _hasAskedShards;

    /// <summary>The key to begin with.</summary>
    public NodeId Key { get; } = OverlayKeys.Of(subject);

    /// <summary>How the keys are looked up now.</summary>
    public FindMode Mode { get; private set; } = mode;

    public TimeSpan EndsAt => endsAt;

    /// <summary>Null: it has not ended.</summary>
    public Found? Result { get; private set; }

    /// <summary>Takes what a lookup found, and answers the keys to be looked up next.</summary>
    /// <param name="isRevoked">Holders may have an older list of revoked keys: they are believed, the record is not.</param>
    public IReadOnlyList<NodeId> Take(KadResult.Located located, Func<NodeId, bool> isRevoked, TimeSpan now)
    {
        _records.AddRange(located.Records.Where(r => !isRevoked(r.MeshId)));
        _cost = located.Cost;
        _isWhole &= located.IsInTime;
        _open--;
        NodeId[] next = [];
        if (located.IsCrowded && Mode is FindMode.All && !_hasAskedShards)
        {
            _hasAskedShards = true;
            next = Ask([.. OverlayKeys.ShardsOf(subject)]);
        }

        if (_open > 0)
            return next;
        var meshes = FoundMeshes.Of(_records, subject);
        if (meshes.IsEmpty && located.IsKnown && Mode is FindMode.First && now < endsAt)
        {
            // The first answer held only what was withdrawn or was not meant: others may know more.
            Mode = FindMode.All;
            return Ask([Key]);
        }

        Result = new Found(meshes, _isWhole, _cost);
        return [];
    }

    private NodeId[] Ask(NodeId[] keys)
    {
        _open += keys.Length;
        return keys;
    }
}
