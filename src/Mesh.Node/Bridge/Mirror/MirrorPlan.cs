using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>The outcome of a step: what to write, in any order, and what to tell.</summary>
internal sealed record MirrorPlan(MirrorState Next, ImmutableArray<CopyWrite> Writes)
{
    /// <summary>Copies at the target that are this bridge's.</summary>
    public int Copies { get; init; }

    /// <summary>Removals that the guard holds back, and why.</summary>
    public int Held { get; init; }

    public string HeldBecause { get; init; } = "";

    /// <summary>Is another complete reading of the source wanted soon?</summary>
    public bool WantsReading { get; init; }

    /// <summary>Conflicts that were not there in the step before.</summary>
    public ImmutableArray<ServiceAddress> NewConflicts { get; init; } = [];

    public ImmutableArray<string> NewUnfit { get; init; } = [];
}
