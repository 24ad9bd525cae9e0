namespace Mesh.Registry;

/// <summary>
/// Commands that come to a node which begins anew, and answers lookups from what it showed before, while it does not yet hold what the
/// others hold: decided on what little is here, a deregistration would find nothing and be answered. They wait until the node holds
/// everything, or too long. Not thread-safe: it belongs to its actor.
/// </summary>
internal sealed class EarlyCommands
{
    /// <summary>Beyond so many, none is taken.</summary>
    public const int Most = 4_096;

    /// <summary>Shorter than callers wait by default, so that they are told why.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly Queue<(RegistryInput.Command Command, TimeSpan At)> _waiting = new();

    /// <summary>False: there are too many.</summary>
    /// <param name="now">When it came.</param>
    public bool TryAdd(RegistryInput.Command command, TimeSpan now)
    {
        if (_waiting.Count >= Most)
            return false;
        _waiting.Enqueue((command, now));
        return true;
    }

    /// <summary>All of them, in their order.</summary>
    public IEnumerable<RegistryInput.Command> Take()
    {
        while (_waiting.TryDequeue(out var next))
            yield return next.Command;
    }

    /// <summary>Those that have waited too long.</summary>
    public IEnumerable<RegistryInput.Command> TakeOverdue(TimeSpan now)
    {
        while (_waiting.TryPeek(out var oldest) && now - oldest.At >= Limit)
            yield return _waiting.Dequeue().Command;
    }
}
