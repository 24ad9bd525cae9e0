using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>What is known of one system.</summary>
/// <param name="IsComplete">Was everything read, and is it being followed? Nothing is decided on less.</param>
/// <param name="Reading">The number of the complete reading that it stands on, changes since included.</param>
internal sealed record SideView(bool IsComplete, long Reading, ImmutableArray<SideEntry> Entries)
{
    public static readonly SideView Unknown = new(false, 0, []);

    /// <summary>Known to be empty: the source of a direction that is switched off.</summary>
    public static readonly SideView Nothing = new(true, 0, []);
}
