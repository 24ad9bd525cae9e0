namespace Mesh.Node.Snapshots;

/// <summary>A line of a snapshot after the first: a record under its name, or at the end the checksum of all before.</summary>
/// <param name="Instance">"service/id", for people who look into the file.</param>
/// <param name="Entry">The key as text, likewise.</param>
/// <param name="Lease">In hexadecimal digits, likewise.</param>
/// <param name="Record">As the nodes send it.</param>
internal sealed record SnapshotLine(
    string? Instance = null, string? Entry = null, string? Lease = null, byte[]? Record = null, string? Sha256 = null);
