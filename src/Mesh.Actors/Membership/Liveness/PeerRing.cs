using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>
/// Which members a node keeps links to: all of a small mesh, else its next ones in the order of owners, so that each
/// member is watched by equally many and links do not grow with the square of the mesh. Pure.
/// </summary>
internal static class PeerRing
{
    public const int Most = 64;

    public static IReadOnlyList<Owner> Targets(IEnumerable<Owner> members, Owner self, int most = Most)
    {
        var ring = members.Where(m => m != self).Order().ToArray();
        if (ring.Length <= most)
            return ring;
        var start = Array.FindIndex(ring, m => m > self);
        return [.. Enumerable.Range(0, most).Select(i => ring[(Math.Max(start, 0) + i) % ring.Length])];
    }
}
