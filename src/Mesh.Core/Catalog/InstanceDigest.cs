using System.Numerics;

namespace Mesh.Catalog;

/// <summary>
/// A number for what is shown of an instance, of which sums stand for sets of them: the same on every machine, in every process.
/// </summary>
internal static class InstanceDigest
{
    private const ulong Prime = 0xff51afd7ed558ccd;

    /// <summary>Never 0.</summary>
    public static ulong Of(InstanceView view)
    {
        var record = view.Instance;
        var hash = With(StableHash.Of(record.Service.Value, record.Id.Value), view.Owner.Address);
        hash = With(With(hash, view.Owner.Uid), (long)view.Standing);
        hash = With(With(With(With(hash, record.Host), record.Port), record.Zone), record.Version);
        foreach (var (name, port) in record.Ports)
            hash = With(With(hash, name), port);
        foreach (var tag in record.Tags)
            hash = With(hash, tag);
        foreach (var (key, value) in record.Metadata)
            hash = With(With(hash, key), value);
        hash = With(With(With(hash, record.Weight), (long)record.Status), (long)record.Life);
        hash = With(With(With(hash, record.Claim), record.Home), record.Health);
        foreach (var check in record.Checks)
        {
            hash = With(With(With(hash, check.Id), check.Name), check.Notes);
            hash = With(With(hash, (long)check.Status), check.Terms);
        }

        return hash == 0 ? 1 : hash;
    }

    private static ulong With(ulong hash, HealthTerms terms) =>
        With(With(With(With(hash, (long)terms.Kind), terms.Target), terms.Interval.Ticks), terms.Ttl.Ticks);

    private static ulong With(ulong hash, string text) => text.Length == 0 ? With(hash, 0) : With(hash, unchecked((long)StableHash.Of(text)));

    private static ulong With(ulong hash, long number) => StableHash.Mix((BitOperations.RotateLeft(hash, 7) ^ (ulong)number) * Prime);
}
