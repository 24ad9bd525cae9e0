namespace Mesh.Node.Snapshots;

/// <summary>The first line of a snapshot, and what is said of it.</summary>
/// <param name="Mesh">Always "snapshot".</param>
/// <param name="Version">Of the form.</param>
/// <param name="Name">The mesh that it was taken of.</param>
internal sealed record SnapshotHeader(
    string Mesh, int Version, string Name, DateTimeOffset TakenAt, int Instances, int Entries, int Leases)
{
    public const string Mark = "snapshot";

    public const int Form = 1;

    public static SnapshotHeader Of(SnapshotContent content) => new(
        Mark, Form, content.MeshName, content.TakenAt, content.Instances.Count, content.Entries.Count, content.Leases.Count);
}
