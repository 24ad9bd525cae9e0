using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>The copies that should be at the target, and what stands against others. Pure.</summary>
internal sealed class DesiredCopies
{
    private readonly SortedDictionary<string, SideEntry> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = [];
    private readonly HashSet<ServiceAddress> _addresses = [];

    private DesiredCopies()
    {
    }

    /// <summary>Originals by the key of their copy.</summary>
    public IReadOnlyDictionary<string, SideEntry> ByKey => _byKey;

    /// <summary>Keys of all copies whose original is there, offered or not.</summary>
    public IReadOnlySet<string> Known => _known;

    /// <summary>Native at both: each system shows its own, so neither is copied.</summary>
    public ImmutableHashSet<ServiceAddress> Conflicts { get; private set; } = [];

    public ImmutableDictionary<string, string> Unfit { get; private set; } = ImmutableDictionary<string, string>.Empty;

    public bool IsSourceEmpty => _known.Count == 0;

    public static DesiredCopies Of(MirrorTerms terms, SideView source, SideView target)
    {
        var taken = Taken(terms, target);
        var desired = new DesiredCopies();
        // In the order of the keys, so that of two instances at one address every step takes the same.
        foreach (var original in source.Entries.Where(terms.MayCopy).OrderBy(e => e.Key, StringComparer.Ordinal))
            desired.Add(terms, original, taken);
        return desired;
    }

    /// <summary>Addresses that the target shows by somebody else: true where one is native.</summary>
    private static Dictionary<ServiceAddress, bool> Taken(MirrorTerms terms, SideView target)
    {
        var taken = new Dictionary<ServiceAddress, bool>();
        foreach (var entry in target.Entries.Where(e => !terms.IsOwn(e)))
        {
            var address = entry.Instance.Address;
            taken[address] = entry.Mark is null || taken.GetValueOrDefault(address);
        }

        return taken;
    }

    private void Add(MirrorTerms terms, SideEntry original, Dictionary<ServiceAddress, bool> taken)
    {
        if (terms.Format.Refuses(terms.Source, original) is { } reason)
        {
            Unfit = Unfit.SetItem(original.Key, $"{original.Key}: {reason}");
            return;
        }

        var key = terms.Format.KeyOf(terms.Source, original);
        _known.Add(key);
        var address = original.Instance.Address;
        if (taken.TryGetValue(address, out var isNative))
        {
            if (isNative && original.Mark is null)
                Conflicts = Conflicts.Add(address);
        }
        else if (original.IsOffered && _addresses.Add(address))
        {
            _byKey[key] = original;
        }
    }
}
