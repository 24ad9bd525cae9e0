namespace Mesh.KeyValues;

/// <summary>What happened to one key.</summary>
/// <param name="Entry">After a put the new entry; after a delete the key with the revision of the deletion, all else empty.</param>
/// <param name="Previous">The entry before; null: there was none.</param>
public sealed record KeyEvent(KeyEventKind Kind, KeyValue Entry, KeyValue? Previous)
{
    /// <summary>Gives its entry the revision of its step, which depends on all that is in the step; nobody has seen it before.</summary>
    internal void Number(long revision) => Entry.Number(revision, Kind is KeyEventKind.Put);
}
