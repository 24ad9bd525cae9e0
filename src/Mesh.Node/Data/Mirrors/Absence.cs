namespace Mesh.Node.Data.Mirrors;

/// <summary>What it means that this node does not own a record any longer that it has stored.</summary>
internal enum Absence
{
    /// <summary>Nothing as yet: it stays stored.</summary>
    Unknown,

    /// <summary>It was taken out of the mesh.</summary>
    Deleted,

    /// <summary>Another node has it, and its word counts.</summary>
    Elsewhere,
}
