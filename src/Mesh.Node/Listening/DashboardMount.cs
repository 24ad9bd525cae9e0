namespace Mesh.Node.Listening;

/// <summary>Where the dashboard is at the HTTP port.</summary>
/// <param name="Path">Without a slash at its end.</param>
internal sealed record DashboardMount(string Path);
