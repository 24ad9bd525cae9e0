namespace Mesh.Node.Bridge.Mirror;

/// <summary>What does not change in one direction of a bridge.</summary>
internal sealed record MirrorTerms(string Bridge, BridgeOrigin Source, BridgeOrigin Target, ICopyFormat Format)
{
    /// <summary>How long a write may take until the watch of the target shows it.</summary>
    public static readonly TimeSpan WriteWait = TimeSpan.FromSeconds(5);

    public GuardTerms Guard { get; init; } = GuardTerms.Default;

    /// <summary>Into the mesh nothing goes that is a copy already; out of it, copies of a third system do.</summary>
    public bool MayCopy(SideEntry entry) => entry.Mark is not { } mark
        || (Source.System == BridgeOrigin.Mesh && mark.Bridge != Bridge && mark.Origin != Target && mark.Origin != Source);

    /// <summary>Only these are changed and removed.</summary>
    public bool IsOwn(SideEntry entry) => entry.Mark is { } mark && mark.Bridge == Bridge
        && (Target.System != BridgeOrigin.Mesh || mark.Origin == Source);
}
