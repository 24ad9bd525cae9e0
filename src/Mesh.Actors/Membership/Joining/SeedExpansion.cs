using System.Net;
using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>Turns what was given as seeds into contacts, with what the names resolve to. Pure.</summary>
internal static class SeedExpansion
{
    private static readonly IReadOnlyList<IPAddress> Nothing = [];

    /// <summary>The names that have to be resolved first.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> addresses) =>
        addresses.Select(HostOf).Where(h => h.Length > 0 && !IPAddress.TryParse(h, out _)).Distinct();

    /// <summary>The host in "host:port"; empty: it is none.</summary>
    public static string HostOf(string address) => HostPort.TrySplit(address, out var host, out _) ? host : "";

    /// <param name="seeds">What was given as seeds.</param>
    /// <param name="known">Members that an earlier run had seen.</param>
    /// <param name="self">This node's "host:port".</param>
    /// <param name="resolved">Addresses by name; a name that cannot be resolved is missing.</param>
    public static IReadOnlyList<SeedContact> Expand(
        IEnumerable<string> seeds, IEnumerable<string> known, string self,
        IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved)
    {
        var own = Forms(self, resolved).ToHashSet();
        var contacts = new List<SeedContact>();
        foreach (var contact in seeds.SelectMany(s => Of(s, true)).Concat(known.SelectMany(k => Of(k, false))))
            Merge(contacts, contact);
        return contacts;

        IEnumerable<SeedContact> Of(string text, bool isSeed) => Meanings(text, resolved).Select(
            m => new SeedContact(m.Text, ValueList.From(m.Addresses), m.Addresses.Any(own.Contains), isSeed));
    }

    /// <summary>The address as it is, and with the numbers of its host in place of the name.</summary>
    public static IEnumerable<string> Forms(string address, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved) =>
        HostPort.TrySplit(address, out var host, out var port)
            ? Numbers(host, port, resolved).Prepend(HostPort.Text(host, port))
            : [];

    /// <summary>One node for each meaning of what was given, with the forms of its address.</summary>
    private static IEnumerable<(string Text, string[] Addresses)> Meanings(
        string text, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved)
    {
        if (!HostPort.TrySplit(text, out var host, out var port))
            return [];
        var numbers = Numbers(host, port, resolved);
        var v6 = numbers.Count(n => n.StartsWith('['));
        if (numbers.Length <= 1 || (numbers.Length == 2 && v6 == 1))
            return [(text, [HostPort.Text(host, port), .. numbers])];
        // Several nodes behind one name: each goes by its number, or else the name could mean any of them.
        return numbers.Select(n => ($"{text} ({n})", new[] { n }));
    }

    private static string[] Numbers(
        string host, int port, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved) =>
        [.. (resolved.GetValueOrDefault(host) ?? Nothing).Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Distinct()
            .Select(a => HostPort.Text(a.ToString(), port)).Order(StringComparer.Ordinal)];

    private static void Merge(List<SeedContact> contacts, SeedContact contact)
    {
        foreach (var same in contacts.Where(c => c.Meets(contact)).ToArray())
        {
            contact = same.With(contact);
            contacts.Remove(same);
        }

        contacts.Add(contact);
    }
}
