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

    private readonly Queue<EarlyCommand> _waiting = new();

    /// <summary>False: there are too many.</summary>
    public bool TryAdd(EarlyCommand command)
    {
        if (_waiting.Count >= Most)
            return false;
        _waiting.Enqueue(command);
        return true;
    }

    /// <summary>All of them, in their order.</summary>
    public IEnumerable<EarlyCommand> Take()
    {
        while (_waiting.TryDequeue(out var command))
            yield return command;
    }

    /// <summary>Those that have waited too long.</summary>
    public IEnumerable<EarlyCommand> TakeOverdue(TimeSpan now)
    {
        while (_waiting.TryPeek(out var oldest) && now - oldest.At >= Limit)
            yield return _waiting.Dequeue();
    }
}
