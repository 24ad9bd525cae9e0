namespace Mesh.Node.Bridge.Mirror;

/// <summary>When removals look like a fault of the source rather than its will.</summary>
/// <param name="MaxShare">The part of the copies, 0 to 1, that may be removed at once; 1: any.</param>
internal sealed record GuardTerms(double MaxShare)
{
    public static readonly GuardTerms Default = new(0.3);

    /// <summary>So many may always go: a share of a few copies says nothing.</summary>
    public const int AlwaysAllowed = 2;

    /// <summary>What counts as at once: removals trickle in when the source loses its instances one by one.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>An empty source is believed after the first reading that says so and two that confirm it.</summary>
    public const int EmptyReadings = 3;
}
