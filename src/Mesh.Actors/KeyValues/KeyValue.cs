using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>
/// One entry as a node sees it. Nodes that have seen the same writes one after another count alike; what crossed on its way they
/// may have numbered differently.
/// </summary>
/// <param name="Version">1 for a new key, one more with every write that this node saw.</param>
/// <param name="Lease">The lease that the entry lives with; 0: none.</param>
/// <param name="Flags">A number that the client keeps beside the value and that means nothing here.</param>
/// <param name="Owner">The node that wrote it last or adopted it.</param>
public sealed record KeyValue(
    Octets Key,
    Octets Value,
    long CreateRevision,
    long ModRevision,
    long Version,
    long Lease,
    ulong Flags,
    Owner Owner)
{
    private long _createRevision = CreateRevision;
    private long _modRevision = ModRevision;

    /// <summary>The revision at which the key came to be.</summary>
    public long CreateRevision
    {
        get => _createRevision;
        init => _createRevision = value;
    }

    /// <summary>The revision at which it was last written.</summary>
    public long ModRevision
    {
        get => _modRevision;
        init => _modRevision = value;
    }

    /// <summary>What an entry has instead of a revision until <see cref="Number"/>.</summary>
    internal const long Unnumbered = 0;

    /// <param name="isThere">The key is there from this revision on, if it was not before.</param>
    internal void Number(long revision, bool isThere)
    {
        _modRevision = revision;
        if (isThere && _createRevision == Unnumbered)
            _createRevision = revision;
    }
}
