namespace Mesh.Membership.Joining;

/// <summary>When to say once more that a node is still not in a mesh: after half a minute, then every five minutes.</summary>
internal sealed class JoinReminder
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    private TimeSpan? _since;
    private TimeSpan _next;

    /// <param name="now">Monotonic.</param>
    /// <returns>For how long it has been so, when it is time to say it.</returns>
    public TimeSpan? After(bool isIn, TimeSpan now)
    {
        if (isIn)
        {
            _since = null;
            return null;
        }

        if (_since is not { } since)
        {
            (_since, _next) = (now, now + First);
            return null;
        }

        if (now < _next)
            return null;
        _next = now + Later;
        return now - since;
    }
}
