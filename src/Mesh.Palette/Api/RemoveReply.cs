namespace Mesh.Palette.Api;

/// <summary>What a node had left that is gone, and that is removed now.</summary>
/// <param name="Address">The node, "host:port".</param>
/// <param name="Count">How many instances were removed.</param>
/// <param name="Removed">Each "service/id".</param>
public sealed record RemoveReply(string Address, int Count, IReadOnlyList<string> Removed);
