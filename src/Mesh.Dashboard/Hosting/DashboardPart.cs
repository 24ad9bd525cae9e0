namespace Mesh.Dashboard.Hosting;

/// <summary>What an endpoint of the dashboard is: metadata, for hosts that treat them differently.</summary>
internal enum DashboardPart
{
    /// <summary>The empty page and what it loads: nothing of the mesh.</summary>
    Shell,

    /// <summary>Takes a token, or gives it back.</summary>
    Login,

    /// <summary>The connection over which a page is filled.</summary>
    Circuit,
}
