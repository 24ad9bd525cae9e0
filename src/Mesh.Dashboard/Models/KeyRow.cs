using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>A key in the list.</summary>
/// <param name="Key">As <see cref="KeyText"/> writes it.</param>
/// <param name="Size">Of the value, in bytes.</param>
/// <param name="Lease">As etcd's clients write it; empty: none.</param>
internal sealed record KeyRow(string Key, int Size, long Revision, long Version, string Lease, string Brief)
{
    public static KeyRow Of(KeyValue entry) => new(
        KeyText.Of(entry.Key),
        entry.Value.Length,
        entry.ModRevision,
        entry.Version,
        entry.Lease == 0 ? "" : entry.Lease.ToString("x", System.Globalization.CultureInfo.InvariantCulture),
        ValueText.Brief(entry.Value));
}
