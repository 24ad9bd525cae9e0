using System.Collections.Concurrent;

namespace Mesh.Node.Bridge.Running;

/// <summary>What a bridge tells of itself now, for logs, metrics and /healthz.</summary>
internal sealed class BridgeReport
{
    public const string Following = "following";

    private readonly ConcurrentDictionary<string, string> _sides = new();
    private readonly ConcurrentDictionary<string, Direction> _directions = new();

    public volatile string Claim = "starting";

    /// <summary>By system: reading, following, or what went wrong.</summary>
    public IReadOnlyDictionary<string, string> Sides => _sides;

    /// <summary>By name: in and out.</summary>
    public IReadOnlyDictionary<string, Direction> Directions => _directions;

    public bool IsWell => Claim == "working" && _sides.Values.All(s => s == Following) && _directions.Values.All(d => d.Held == 0);

    /// <summary>Notes the state of a side; false: it was that before.</summary>
    public bool SetSide(string system, string state)
    {
        var isNew = !_sides.TryGetValue(system, out var before) || before != state;
        _sides[system] = state;
        return isNew;
    }

    public void SetDirection(string name, Direction now) => _directions[name] = now;

    public override string ToString() => string.Join("; ", [
        Claim,
        .. _sides.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}"),
        .. _directions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}: {d.Value}"),
    ]);

    internal sealed record Direction(int Copies, int Held, int Conflicts, int Unfit)
    {
        public override string ToString() =>
            $"{Copies} copies, {Held} removals held back, {Conflicts} conflicts, {Unfit} not copied";
    }
}
