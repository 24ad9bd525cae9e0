namespace Mesh.Testing.Restarts;

/// <summary>
/// An instance of a history. What happened to it is told in times since the history's beginning; null: it did not.
/// </summary>
/// <param name="Port">By which it is known at every door: no two instances of a history share one.</param>
/// <param name="Home">The node at which it was registered.</param>
internal sealed record Subject(int Port, string Service, SubjectKind Kind, int Home)
{
    /// <summary>The registration was sent.</summary>
    public required TimeSpan Asked { get; init; }

    /// <summary>The registration was answered.</summary>
    public TimeSpan? Registered { get; init; }

    /// <summary>All nodes that were up had shown it, offered.</summary>
    public TimeSpan? Settled { get; init; }

    /// <summary>The longest time between two renewals that were answered.</summary>
    public TimeSpan LongestGap { get; init; }

    /// <summary>A deregistration was sent for the first time.</summary>
    public TimeSpan? Deregistering { get; init; }

    /// <summary>A deregistration was answered.</summary>
    public TimeSpan? Deregistered { get; init; }

    /// <summary>The node that answered the deregistration, whose view shows it at once; -1: none does.</summary>
    public int DeregisteredBy { get; init; } = -1;

    /// <summary>What its check asks ended, though it was not deregistered.</summary>
    public TimeSpan? Failing { get; init; }

    public override string ToString() => $"{Service}:{Port} ({Kind}, home {Home})";
}
