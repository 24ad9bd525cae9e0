using System.Collections.Immutable;
using System.Net;

namespace Mesh.Membership;

/// <summary>What the names of members resolve to, so that a seed that is a member by another name is known for one. Pure.</summary>
internal sealed record MemberNames(ImmutableDictionary<string, (IReadOnlyList<IPAddress> Addresses, TimeSpan At)> ByName)
{
    /// <summary>How long an answer is used, an empty one too.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    public static MemberNames Start { get; } =
        new(ImmutableDictionary<string, (IReadOnlyList<IPAddress> Addresses, TimeSpan At)>.Empty);

    /// <summary>The names among these addresses that have to be resolved.</summary>
    public IEnumerable<string> Due(IEnumerable<string> addresses, TimeSpan now) =>
        SeedExpansion.Names(addresses).Where(n => !ByName.TryGetValue(n, out var known) || now - known.At >= Life);

    public MemberNames With(
        IEnumerable<string> asked, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> resolved, TimeSpan now) =>
        new(ByName.SetItems(asked.Select(n => KeyValuePair.Create(n, (resolved.GetValueOrDefault(n) ?? [], now)))));

    /// <summary>All forms of these addresses.</summary>
    public IEnumerable<string> Forms(IEnumerable<string> addresses)
    {
        var resolved = ByName.ToImmutableDictionary(n => n.Key, n => n.Value.Addresses);
        return addresses.SelectMany(a => SeedExpansion.Forms(a, resolved));
    }

    /// <summary>Without the names that no member has any more.</summary>
    public MemberNames Only(IEnumerable<string> addresses)
    {
        var names = SeedExpansion.Names(addresses).ToHashSet();
        return ByName.Keys.All(names.Contains) ? this : new(ByName.RemoveRange(ByName.Keys.Where(n => !names.Contains(n))));
    }
}
