using System.Net;
using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>
/// Gateways known at the last run, a line "address:port" each: only where to ask, nothing is believed of them. Files are read
/// and written on threads of the pool: an actor hears of the outcome by a message.
/// </summary>
internal static class PeersFile
{
    private const int MaxPeers = 512;

    /// <summary>What can be read of it; a missing or damaged file only makes the start slower.</summary>
    public static Task<IReadOnlyList<KadAddress>> ReadAsync(string file) => Task.Run(() => Read(file));

    /// <summary>Whoever reads the file sees all of it. Null: written; otherwise why not.</summary>
    public static Task<string?> WriteAsync(string file, IReadOnlyList<Contact> peers) => Task.Run(() => Write(file, peers));

    private static IReadOnlyList<KadAddress> Read(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Take(MaxPeers).Select(Parse).OfType<KadAddress>()];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Write(string file, IReadOnlyList<Contact> peers)
    {
        try
        {
            File.WriteAllLines(file + ".part", peers.Take(MaxPeers).Select(p => p.Address.ToString()));
            File.Move(file + ".part", file, overwrite: true);
            return null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return trouble.Message;
        }
    }

    private static KadAddress? Parse(string line) =>
        IPEndPoint.TryParse(line, out var at) && at.Port > 0 ? KadAddress.From(at) : null;
}
