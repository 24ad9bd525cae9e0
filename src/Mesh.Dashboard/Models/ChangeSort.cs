namespace Mesh.Dashboard.Models;

/// <summary>What a change was, by what is seen of it here.</summary>
internal enum ChangeSort
{
    Added,
    Removed,

    /// <summary>Passing, critical and so on.</summary>
    Status,

    /// <summary>What the others see of its owner.</summary>
    Standing,

    /// <summary>Another node took it over.</summary>
    Owner,

    /// <summary>Weight, version, metadata and so on.</summary>
    Record,

    /// <summary>This node was too slow to see each.</summary>
    Missed,
}
