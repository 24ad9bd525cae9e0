namespace Mesh.Palette.Api;

/// <summary>Which nodes, by address, no longer offer the instance, and which did not say so before the deadline.</summary>
public sealed record DrainReply(IReadOnlyList<string> Confirmed, IReadOnlyList<string> Unconfirmed);
