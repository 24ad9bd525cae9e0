using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>A change in a history.</summary>
internal sealed class KeptChange(ChangeHistory history, CatalogChange change)
{
    /// <summary>Of what stands for a change: it, its place in the lists, and its strings.</summary>
    private const int Overhead = 256;

    public ChangeHistory History { get; } = history;

    public InstanceKey Key { get; } = change.Instance!.Instance.Key;

    public ChangeKind Kind { get; } = change.Kind;

    public long Revision { get; } = change.Revision;

    /// <summary>Null: the instance changed again in the same history.</summary>
    public CatalogChange? Change { get; private set; } = change;

    /// <summary>The record of an instance that is there is the snapshot's; one that is gone is kept by this alone.</summary>
    public int Bytes { get; private set; } =
        Overhead + (change.Kind is ChangeKind.Removed ? InstanceSize.Of(change.Instance.Instance) : 0);

    public LinkedListNode<KeptChange>? Place { get; set; }

    public void Lighten()
    {
        Change = null;
        Bytes = Overhead;
    }
}
