namespace Mesh.Node.Snapshots;

/// <summary>What the endpoints of snapshots need.</summary>
internal static class SnapshotSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SnapshotTaking>();
        services.AddSingleton<SnapshotLoading>();
        services.AddSingleton<SnapshotDoor>();
    }
}
