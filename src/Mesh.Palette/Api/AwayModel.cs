namespace Mesh.Palette.Api;

/// <summary>A node that is no member now, and for which the mesh keeps the instances of its host.</summary>
/// <param name="Kept">How many of them.</param>
public sealed record AwayModel(string Address, int Kept);
