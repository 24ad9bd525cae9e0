using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Is what the mesh held before it ended back? Who fills up from a member that is ready has it. Where all begin together nobody is,
/// and each waits until every other has brought back what it had stored, and until the members are here that stored something when
/// this node ran last. For a while: some may never come back. Pure; time is the caller's.
/// </summary>
internal sealed record Comeback
{
    /// <summary>How long members that are not here are waited for, from when this node could answer and from each that has come since.</summary>
    public static readonly TimeSpan AbsentLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long members that are here and have not brought everything back are waited for.</summary>
    public static readonly TimeSpan PresentLimit = TimeSpan.FromSeconds(60);

    public static readonly Comeback Start = new();

    /// <summary>Members that have brought back what they stored, if they store.</summary>
    public ImmutableHashSet<Owner> Back { get; private init; } = [];

    public Comeback With(Owner member) => this with { Back = Back.Add(member) };

    /// <summary>The addresses of those that are waited for, in order.</summary>
    /// <param name="others">The members that are here.</param>
    /// <param name="former">The addresses of members that stored something.</param>
    /// <param name="waited">Since this node holds what the others hold.</param>
    /// <param name="quiet">Since then, and since the last member came: on a slow machine they come one by one.</param>
    public ImmutableArray<string> Awaited(ImmutableSortedSet<Owner> others, IReadOnlySet<string> former, TimeSpan waited, TimeSpan quiet)
    {
        var awaited = new SortedSet<string>(StringComparer.Ordinal);
        if (waited < PresentLimit)
            awaited.UnionWith(others.Except(Back).Select(o => o.Address));
        if (quiet < AbsentLimit && waited < PresentLimit)
            awaited.UnionWith(former.Except(others.Select(o => o.Address)));
        return [.. awaited];
    }
}
