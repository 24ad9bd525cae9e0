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

    /// <summary>Gives an entry that nobody has seen yet the revision of its step, which depends on all that is in the step.</summary>
    internal void Number(long revision, bool isNew)
    {
        _modRevision = revision;
        if (isNew)
            _createRevision = revision;
    }
}
