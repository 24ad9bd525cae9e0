namespace Mesh.KeyValues;

/// <summary>
/// What a batch expects of a key in this node's view: the revision of its last write, 0 for a key that is not there.
/// Decided at one node alone: another node may decide the same at the same time, so that this excludes nobody.
/// </summary>
public readonly record struct KeyCondition(Octets Key, long ModRevision);
