namespace Mesh.Node.Access;

/// <summary>
/// Which entries of the audit get a line: a few of each kind in a window of time. The rest is counted by kind, so that lines and counts
/// together are all there were. Not thread-safe, without clock.
/// </summary>
internal sealed class AuditGate
{
    /// <summary>Lines of one kind in a window.</summary>
    public const int LinesOfOneKind = 5;

    /// <summary>Kinds that are told apart in a window.</summary>
    public const int MostKinds = 1_000;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AuditKind, long> _seen = [];

    /// <summary>True: it gets a line.</summary>
    public bool Take(AuditKind kind)
    {
        if (!_seen.TryGetValue(kind, out var before) && _seen.Count >= MostKinds)
        {
            kind = AuditKind.Others(kind.Outcome);
            // There is no line of this kind: each is counted.
            before = Math.Max(_seen.GetValueOrDefault(kind), LinesOfOneKind);
        }

        _seen[kind] = before + 1;
        return before < LinesOfOneKind;
    }

    /// <summary>Begins a new window.</summary>
    /// <returns>How many of each kind got no line in the one that ends.</returns>
    public IReadOnlyList<(AuditKind Kind, long LeftOut)> Turn()
    {
        (AuditKind, long)[] left = [.. _seen.Where(s => s.Value > LinesOfOneKind).Select(s => (s.Key, s.Value - LinesOfOneKind))];
        _seen.Clear();
        return left;
    }
}
