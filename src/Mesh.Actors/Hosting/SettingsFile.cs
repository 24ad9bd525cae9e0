namespace Mesh.Hosting;

/// <summary>A HOCON file given in code.</summary>
internal sealed record SettingsFile(string Path);
