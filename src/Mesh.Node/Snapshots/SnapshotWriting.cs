using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mesh.Wire;

namespace Mesh.Node.Snapshots;

/// <summary>
/// The form of a snapshot: lines of JSON, compressed by gzip. A header with the version and the counts, a line for each
/// record, and last the SHA-256 of all lines before. Pure.
/// </summary>
internal static class SnapshotWriting
{
    public static byte[] Write(SnapshotContent content)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            foreach (var line in Lines(content))
            {
                var text = Encoding.UTF8.GetBytes(line + "\n");
                sum.AppendData(text);
                packed.Write(text);
            }

            packed.Write(Encoding.UTF8.GetBytes(Json(new SnapshotLine(Sha256: Convert.ToHexStringLower(sum.GetHashAndReset()))) + "\n"));
        }

        return bytes.ToArray();
    }

    private static IEnumerable<string> Lines(SnapshotContent content) =>
    [
        JsonSerializer.Serialize(SnapshotHeader.Of(content), SnapshotJson.Default.SnapshotHeader),
        .. content.Instances.OrderBy(i => i.Key).Select(i => Json(new SnapshotLine(Instance: i.Key.ToString(), Record: InstanceCodec.Write(i)))),
        .. content.Leases.OrderBy(r => r.Slot).Select(r => Json(new SnapshotLine(Lease: $"{r.Slot.Lease:x}", Record: KeyRecordCodec.Write(r)))),
        .. content.Entries.OrderBy(r => r.Slot).Select(r => Json(new SnapshotLine(Entry: r.Slot.Name.ToString(), Record: KeyRecordCodec.Write(r)))),
    ];

    private static string Json(SnapshotLine line) => JsonSerializer.Serialize(line, SnapshotJson.Default.SnapshotLine);
}
