using System.Collections.Immutable;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Federation.Overlay;

/// <summary>From the records of a lookup, their signatures checked, to the meshes that were looked for.</summary>
internal static class FoundMeshes
{
    /// <summary>One entry per mesh, by mesh id. Locators without gateways are withdrawn and left out.</summary>
    public static ImmutableArray<FoundMesh> Of(IEnumerable<KadRecord> records, OverlaySubject subject) =>
    [
        .. records.GroupBy(r => r.MeshId)
            .Select(g => Read(g.MaxBy(r => r.Sequence)!))
            .OfType<FoundMesh>()
            .Where(m => IsMeant(m, subject))
            .OrderBy(m => m.MeshId),
    ];

    private static FoundMesh? Read(KadRecord record) =>
        LocatorCodec.TryRead(record.Payload, out var locator, out var certificate) && locator.Gateways.Length > 0
            ? new FoundMesh(record.MeshId, certificate.Name, locator, End(record, certificate), record.PublicKey)
            : null;

    private static DateTimeOffset End(KadRecord record, MeshCertificate certificate)
    {
        var end = certificate.IsCertified && certificate.Until < record.NotAfter / 1000 ? certificate.Until * 1000 : record.NotAfter;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(end, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }

    private static bool IsMeant(FoundMesh mesh, OverlaySubject subject) => subject switch
    {
        // Anybody who is certified may store under any key: what counts is whose record it is.
        OverlaySubject.MeshOf asked => mesh.MeshId == asked.Id,
        OverlaySubject.MeshNamed asked => string.Equals(mesh.Name, asked.Name, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
