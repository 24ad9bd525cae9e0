namespace Mesh.Dashboard.Models;

/// <summary>What matters now, and where to read on.</summary>
/// <param name="Link">Relative to where the dashboard is mounted.</param>
internal sealed record Warning(string Text, string Link, Tone Tone);
