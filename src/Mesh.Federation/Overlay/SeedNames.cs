using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>Turns seeds, "host:port", into addresses; a name may have several.</summary>
internal static class SeedNames
{
    private const int MaxAddresses = 64;

    public static async Task<IReadOnlyList<KadAddress>> ResolveAsync(IReadOnlyList<string> seeds, CancellationToken cancellation)
    {
        var all = await Task.WhenAll(seeds.Select(s => ResolveAsync(s, cancellation)));
        return [.. all.SelectMany(a => a).Distinct().Take(MaxAddresses)];
    }

    private static async Task<IEnumerable<KadAddress>> ResolveAsync(string seed, CancellationToken cancellation)
    {
        if (!HostPort.TrySplit(seed, out var host, out var port))
            return [];
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
            return addresses.Select(a => KadAddress.From(new IPEndPoint(a, port)));
        }
        catch (SocketException)
        {
            // A name that is not known today may be tomorrow: the seeds are resolved again at each attempt.
            return [];
        }
    }
}
