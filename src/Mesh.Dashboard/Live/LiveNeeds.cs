namespace Mesh.Dashboard.Live;

/// <summary>What a page is drawn anew for.</summary>
[Flags]
public enum LiveNeeds
{
    None = 0,

    /// <summary>The catalogue and the members.</summary>
    View = 1,

    /// <summary>The key-value store.</summary>
    Keys = 2,

    /// <summary>Once a second: figures that nobody tells of.</summary>
    Beat = 4,
}
