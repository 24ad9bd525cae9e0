using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Mesh.Selection;

/// <summary>The pick policies that a node has, by name: the built-in ones and those that an application adds.</summary>
public sealed class PickPolicies
{
    private const int NameLength = 64;
    private const int MaxMissed = 256;

    private static readonly WeightedPolicy ByWeight = new();
    private static readonly PickRule RoundRobin = Rule(new RoundRobinPolicy());
    private static readonly PickRule Random = Rule(new RandomPolicy());
    private static readonly PickRule Weighted = Rule(ByWeight);
    private static readonly PickRule PowerOfTwo = Rule(new PowerOfTwoPolicy());

    /// <summary>What a key goes by unless request or service name another keyed policy.</summary>
    internal static readonly PickRule ConsistentHash = Rule(new ConsistentHashPolicy());

    /// <summary>Those of <see cref="PolicyNames"/> alone.</summary>
    public static readonly PickPolicies BuiltIn = new([]);

    private readonly FrozenDictionary<string, PickRule> _own;
    private readonly ConcurrentDictionary<string, bool> _missed = new(StringComparer.Ordinal);
    private readonly Action<string> _missing;

    /// <param name="own">Beside the built-in ones.</param>
    /// <param name="missing">
    /// Told the name of a policy that a service asks for and that is not here, once for each of 256 names, by the thread
    /// that picks.
    /// </param>
    /// <exception cref="ArgumentException">A name has a form that it must not have, or is there twice.</exception>
    public PickPolicies(IEnumerable<IPickPolicy> own, Action<string>? missing = null)
    {
        ArgumentNullException.ThrowIfNull(own);
        var added = new Dictionary<string, PickRule>(StringComparer.Ordinal);
        foreach (var policy in own)
        {
            if (!IsName(policy.Name))
                throw new ArgumentException($"pick policy '{policy.Name}': the name must be 1 to {NameLength} lower-case letters, digits and inner hyphens", nameof(own));
            if (PolicyNames.All.Contains(policy.Name) || !added.TryAdd(policy.Name, Rule(policy)))
                throw new ArgumentException($"pick policy '{policy.Name}': there is one of this name already", nameof(own));
        }

        _own = added.ToFrozenDictionary(StringComparer.Ordinal);
        _missing = missing ?? (static _ => { });
        Names = [.. PolicyNames.All, .. added.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>What requests and services may name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null for a name that is not known.</summary>
    internal PickRule? Find(string name) => name switch
    {
        PolicyNames.RoundRobin => RoundRobin,
        PolicyNames.Random => Random,
        PolicyNames.Weighted => Weighted,
        PolicyNames.PowerOfTwo => PowerOfTwo,
        PolicyNames.ConsistentHash => ConsistentHash,
        _ => _own.GetValueOrDefault(name),
    };

    /// <summary>
    /// The policy of a service. Another node may have set one that is not here, its own or a newer version's: a pick does
    /// not fail for that, it goes by the default.
    /// </summary>
    internal PickRule OfService(string name)
    {
        if (Find(name) is { } known)
            return known;
        if (_missed.Count < MaxMissed && _missed.TryAdd(name, true))
            _missing(name);
        return RoundRobin;
    }

    /// <exception cref="ArgumentException">It is not known.</exception>
    internal PickRule Named(string name) =>
        Find(name) ?? throw new ArgumentException($"policy: '{name}' {Bound}", nameof(name));

    internal string Bound => $"must be one of {string.Join(", ", Names)}";

    /// <summary>Without a key there is nothing to hash: any policy will do, by weight.</summary>
    private static PickRule Rule(IPickPolicy policy) => new(policy, ByWeight);

    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= NameLength } && name[0] != '-' && name[^1] != '-'
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
