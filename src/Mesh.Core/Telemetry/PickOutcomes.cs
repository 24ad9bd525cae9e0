namespace Mesh.Telemetry;

/// <summary>The values of <see cref="MeshAttributes.Outcome"/> of a pick.</summary>
public static class PickOutcomes
{
    public const string Picked = "picked";

    /// <summary>None is available, or all that are have been tried.</summary>
    public const string NoInstance = "no_instance";
}
