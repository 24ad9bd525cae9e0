namespace Mesh.Node.Data.Records;

/// <summary>What a stored record is. Numbers go into files.</summary>
internal enum StoredKind
{
    Instance = 1,
    Entry = 2,
    Lease = 3,

    /// <summary>Another node's instance, whose place this node keeps.</summary>
    Place = 4,

    /// <summary>Another member that stores what it owns.</summary>
    Member = 5,
}
