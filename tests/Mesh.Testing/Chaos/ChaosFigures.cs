namespace Mesh.Testing.Chaos;

/// <summary>What one bad day did, counted over all readings of it.</summary>
/// <param name="Lost">Instances that live and were not listed somewhere after the mesh was whole again.</param>
/// <param name="Revived">Instances that were gone at a node and came back, or were shown after the mesh was whole again.</param>
/// <param name="Missing">Readings that did not list a kept instance, at whichever time.</param>
/// <param name="OutOfRotation">The part of what was asked of kept instances that did not offer them; 0 to 1.</param>
/// <param name="Longest">How long one node went without offering one kept instance.</param>
internal sealed record ChaosFigures(
    ChaosPhase Phase, int Readings, int Lost, int Revived, int Missing, double OutOfRotation, TimeSpan Longest)
{
    /// <summary>Lines that name the first readings that must not be.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public bool IsGood => Phase.Whole is not null && Lost == 0 && Revived == 0 && Missing == 0;
}
