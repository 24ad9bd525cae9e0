namespace Mesh.Palette.Api;

/// <summary>The instances picked, the preferred one first; empty when none is available.</summary>
public sealed record PickReply(IReadOnlyList<InstanceModel> Instances);
