namespace Mesh.Node.Hosting;

/// <summary>Which doors a node opens beside those that are named.</summary>
internal enum DoorChoice
{
    /// <summary>Every door, at its known port.</summary>
    All,

    /// <summary>None.</summary>
    None,
}
