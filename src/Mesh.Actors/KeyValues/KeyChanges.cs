using System.Collections.Immutable;

namespace Mesh.KeyValues;

/// <summary>What a reader at some revision has missed.</summary>
/// <param name="Items">
/// In order of revision, ending with the snapshot's. Null: the revision is not of this node, lies in the future, or is
/// older than the window; then the snapshot is all there is to go on from.
/// </param>
/// <param name="Snapshot">The entries after the last of the items.</param>
/// <param name="Next">Ends when there is more.</param>
public sealed record KeyChanges(ImmutableArray<KeyChange>? Items, KeyValueSnapshot Snapshot, Task Next);
