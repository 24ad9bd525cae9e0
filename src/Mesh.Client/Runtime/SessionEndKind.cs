namespace Mesh.Client.Runtime;

internal enum SessionEndKind
{
    /// <summary>Downed, quarantined, or broken: start again at once and rejoin.</summary>
    Lost = 0,

    /// <summary>An operator ordered this node to leave: stay out.</summary>
    Left = 1,
}
