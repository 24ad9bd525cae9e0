namespace Mesh.Registry;

/// <summary>Whose confirmation a change waits for.</summary>
internal enum Quorum
{
    Majority,

    All,

    /// <summary>All that can be reached: who cannot be reached cannot send calls either.</summary>
    Reachable,
}
