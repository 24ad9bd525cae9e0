namespace Mesh.Dashboard.Federation;

/// <summary>The overlay as one gateway sees it.</summary>
/// <param name="Trouble">Why there is nothing to see; empty: there is.</param>
internal sealed record OverlayFact(string Trouble)
{
    public string Mesh { get; init; } = "";

    public string Address { get; init; } = "";

    /// <summary>Only members of the federation are let in.</summary>
    public bool IsClosed { get; init; }

    public IReadOnlyList<OverlayPeer> Peers { get; init; } = [];

    /// <summary>Subjects that this gateway publishes and renews.</summary>
    public IReadOnlyList<string> Published { get; init; } = [];

    /// <summary>Records held for the overlay.</summary>
    public int Records { get; init; }
}
