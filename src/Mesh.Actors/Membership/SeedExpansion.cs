using System.Net;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>Turns what was given as seeds into contacts, with what the names resolve to. Pure.</summary>
internal static class SeedExpansion
{
    private static readonly IReadOnlyList<IPAddress> Nothing = [];

    /// <summary>The names that have to be resolved first, the node's own host included.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> seeds, string self) =>
        seeds.Append(self).Select(HostOf).Where(h => h.Length > 0 && !IPAddress.TryParse(h, out _)).Distinct();

    /// <param name="self">This node's "host:port".</param>
    /// <param name="resolved">Addresses by name; a name that cannot be resolved is missing.</param>
    public static IReadOnlyList<SeedContact> Expand(
        IEnumerable<string> seeds, bool areSeeds, string self, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved)
    {
        var own = OwnForms(self, resolved);
        var contacts = new List<SeedContact>();
        foreach (var seed in seeds)
        {
            if (!OwnerAddress.TrySplit(seed, out var host, out var port))
                continue;
            if (IPAddress.TryParse(host, out _))
                contacts.Add(Contact(seed, [OwnerAddress.Text(host, port)], [], own, areSeeds));
            else
                contacts.AddRange(Named(seed, host, port, resolved.GetValueOrDefault(host) ?? Nothing, own, areSeeds));
        }

        return [.. contacts.DistinctBy(c => c.Likely[0])];
    }

    private static IEnumerable<SeedContact> Named(
        string seed, string host, int port, IReadOnlyList<IPAddress> addresses, HashSet<string> own, bool isSeed)
    {
        var name = OwnerAddress.Text(host, port);
        var numbers = addresses.Select(a => OwnerAddress.Text(Plain(a), port)).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        if (numbers.Length <= 1)
            return [Contact(seed, [name], numbers, own, isSeed)];
        // Several nodes behind one name: each goes by its number, or else the name could mean any of them.
        return numbers.Select(n => Contact($"{seed} ({n})", [n], [], own, isSeed));
    }

    private static SeedContact Contact(
        string text, string[] likely, string[] unlikely, HashSet<string> own, bool isSeed) => new(
        text, ValueList.From(likely), ValueList.From(unlikely), likely.Concat(unlikely).Any(own.Contains), isSeed);

    private static HashSet<string> OwnForms(
        string self, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved)
    {
        HashSet<string> own = [self];
        if (OwnerAddress.TrySplit(self, out var host, out var port) && resolved.TryGetValue(host, out var addresses))
            own.UnionWith(addresses.Select(a => OwnerAddress.Text(Plain(a), port)));
        return own;
    }

    private static string Plain(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string HostOf(string seed) => OwnerAddress.TrySplit(seed, out var host, out _) ? host : "";
}
