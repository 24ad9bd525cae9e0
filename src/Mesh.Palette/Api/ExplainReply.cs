namespace Mesh.Palette.Api;

/// <summary>The story of an instance, oldest first.</summary>
public sealed record ExplainReply(IReadOnlyList<ExplainEvent> Events);
