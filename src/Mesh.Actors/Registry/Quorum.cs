namespace Mesh.Registry;

/// <summary>Whose confirmation a change waits for.</summary>
internal enum Quorum
{
    /// <summary>One other, so that what was answered does not go with this node; nobody where none can be reached.</summary>
    Another,

    Majority,

    All,

    /// <summary>All that can be reached: who cannot be reached cannot send calls either.</summary>
    Reachable,
}
