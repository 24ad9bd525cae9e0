namespace Mesh.Palette.Api;

/// <summary>A service that other meshes may find and use, or no longer.</summary>
/// <param name="Instances">Instances that are offered; with none the overlay is not told of the service.</param>
public sealed record ExportItem(string Service, bool Exported, int Instances);
