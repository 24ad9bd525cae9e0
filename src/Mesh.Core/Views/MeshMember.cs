using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>A node of the mesh as this node sees it.</summary>
/// <param name="Name">The node's name option; empty until it has introduced itself.</param>
/// <param name="Status">Akka's member status in lower case: joining, weaklyup, up, leaving, exiting, down.</param>
public sealed record MeshMember(
    Owner Owner,
    string Name,
    string Status,
    Standing Standing,
    ValueList<string> Roles,
    string Zone,
    string Version,
    bool IsSelf)
{
    /// <summary>The URLs of the doors that the node opens to clients of other systems, by the name of the door.</summary>
    internal ValueMap<string> Doors { get; init; } = ValueMap<string>.Empty;
}
