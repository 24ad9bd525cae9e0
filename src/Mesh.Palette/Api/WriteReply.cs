namespace Mesh.Palette.Api;

/// <summary>A change to an instance was made at its owner.</summary>
public sealed record WriteReply(string Id, string Service, long Revision);
