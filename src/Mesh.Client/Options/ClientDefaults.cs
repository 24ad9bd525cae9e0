namespace Mesh.Client;

/// <summary>The defaults of the options that only embedded nodes have.</summary>
public static class ClientDefaults
{
    public const string Section = "Mesh";
    public const string AskTimeout = Mesh.Options.MeshDefaults.AskTimeout;
    public const string HealthInterval = "00:00:05";
    public const string HealthTimeout = "00:00:05";
    public const string StartupWait = "00:00:03";
    public const string RestartBackoff = "00:00:01";
    public const string MaxRestartBackoff = "00:00:30";
}
