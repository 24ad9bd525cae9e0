using System.Collections.Immutable;

namespace Mesh.Registry;

/// <summary>
/// Which members of the mesh store what they own: after a restart of all, what they stored is waited for. Written by the registry,
/// but for what the node itself stored; read by anybody.
/// </summary>
internal sealed class StoringMembers
{
    private volatile ImmutableSortedSet<string> _current = [];

    /// <summary>Does this node store what it owns? To be set before it starts.</summary>
    public bool IsSelf { get; set; }

    /// <summary>Had it stored anything when it began? To be set before it starts.</summary>
    public bool HasPast { get; set; }

    /// <summary>The addresses of those that did when this node ran last. To be set before it starts.</summary>
    public IReadOnlySet<string> Former { get; set; } = ImmutableHashSet<string>.Empty;

    /// <summary>The addresses of the others that do now.</summary>
    public ImmutableSortedSet<string> Current
    {
        get => _current;
        set => _current = value;
    }
}
