namespace Mesh.Wire;

/// <summary>What came in over the wire since the process started, for metrics: all nodes of the process together.</summary>
internal static class WireTraffic
{
    /// <summary>The manifests of which something came in, with the number of messages and of bytes.</summary>
    public static IEnumerable<WireTrafficItem> Received() => WireCatalogue.ByManifest.Values
        .Select(e => new WireTrafficItem(e.Manifest, e.Received.Messages, e.Received.Bytes))
        .Where(i => i.Messages > 0);
}
