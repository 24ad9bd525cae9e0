using Mesh.Catalog;

namespace Mesh.Client.Local;

/// <summary>
/// The members that had not said that they hold what was written in one flow of calls, such as one request, by the time
/// that its writes were answered. It goes with the flow, so that the many ways in which a door writes need not carry it.
/// </summary>
internal sealed class MissingMembers
{
    private static readonly AsyncLocal<MissingMembers?> Flow = new();

    private readonly Lock _gate = new();
    private readonly SortedSet<string> _members = new(StringComparer.Ordinal);

    /// <summary>Each "host:port", in order.</summary>
    public IReadOnlyList<string> Members
    {
        get
        {
            lock (_gate)
                return [.. _members];
        }
    }

    /// <summary>From now on what is missed in this flow, and in what it calls, is kept here.</summary>
    public static MissingMembers Follow() => Flow.Value = new MissingMembers();

    public static void Note(ValueList<string> members)
    {
        if (members.Count == 0 || Flow.Value is not { } flow)
            return;
        lock (flow._gate)
            flow._members.UnionWith(members);
    }
}
