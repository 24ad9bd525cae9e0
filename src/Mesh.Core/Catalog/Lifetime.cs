namespace Mesh.Catalog;

/// <summary>Whose life an instance shares: what becomes of it when the node that holds it is away.</summary>
public enum Lifetime
{
    /// <summary>Of an application that the node is part of: ends with its process.</summary>
    Owned = 0,

    /// <summary>
    /// Lives while its client renews it, at any node. When its node is away another holds it on, until its time is up.
    /// </summary>
    Leased = 1,

    /// <summary>
    /// Of the node's host: while the node is away it is critical, no other node checks it or takes it over, and it is
    /// back with its node.
    /// </summary>
    Anchored = 2,

    /// <summary>Of the mesh: lives until it is removed. When its node is away another takes it over.</summary>
    Floating = 3,
}
