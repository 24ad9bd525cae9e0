using System.Net;

namespace Mesh.Options;

/// <summary>
/// Where the checks of instances may go beside their own address: names, "*.name" for all below one, addresses, ranges of addresses
/// such as "10.0.0.0/8", and "*" for all. Immutable.
/// </summary>
internal sealed class CheckTargets
{
    public const string All = "*";

    private readonly bool _isAny;
    private readonly HashSet<string> _names;
    private readonly string[] _domains;
    private readonly IPNetwork[] _ranges;

    private CheckTargets(IEnumerable<string> listed)
    {
        var entries = listed.ToArray();
        _isAny = entries.Contains(All);
        _ranges = [.. entries.Select(RangeOf).OfType<IPNetwork>()];
        var names = entries.Where(e => RangeOf(e) is null && e != All).ToArray();
        _domains = [.. names.Where(n => n.StartsWith("*.", StringComparison.Ordinal)).Select(n => n[1..])];
        _names = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public static CheckTargets Any { get; } = new([All]);

    public static CheckTargets Of(IEnumerable<string> listed) => new(listed);

    /// <summary>Can it be an entry?</summary>
    public static bool IsEntry(string entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry == All || RangeOf(entry) is not null)
            return true;
        // One that was meant as a range is no name.
        return Uri.CheckHostName(entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry) is UriHostNameType.Dns;
    }

    public bool HasName(string host) => _isAny || _names.Contains(host)
        || Array.Exists(_domains, d => host.EndsWith(d, StringComparison.OrdinalIgnoreCase));

    public bool Has(IPAddress address) => _isAny || Array.Exists(_ranges, r => r.Contains(address));

    private static IPNetwork? RangeOf(string entry)
    {
        if (IPNetwork.TryParse(entry, out var range))
            return range;
        return IPAddress.TryParse(entry, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8) : null;
    }
}
