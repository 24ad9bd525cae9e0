using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>The members of the mesh as one node sees them. Immutable; readers hold it as long as they like.</summary>
public sealed class MembersSnapshot
{
    /// <summary>Before the node has been in a mesh.</summary>
    public static readonly MembersSnapshot Empty = new(0, [], null);

    private readonly Dictionary<Owner, MeshMember> _byOwner;

    private MembersSnapshot(long version, ImmutableArray<MeshMember> items, long? endedAt)
    {
        Version = version;
        Items = items;
        EndedAt = endedAt;
        _byOwner = items.ToDictionary(m => m.Owner);
    }

    /// <summary>
    /// Rises with each change, on this node and within this process: two of one node are the same exactly when their
    /// versions are. 0: nothing is known yet.
    /// </summary>
    public long Version { get; }

    /// <summary>Oldest member first.</summary>
    public ImmutableArray<MeshMember> Items { get; }

    /// <summary>
    /// Since when nobody keeps this up to date, as a timestamp of the local <see cref="TimeProvider"/>: the node's
    /// ActorSystem has ended and has not come back yet. Null: this is the present.
    /// </summary>
    public long? EndedAt { get; }

    public MeshMember? Self => Items.FirstOrDefault(m => m.IsSelf);

    public MeshMember? Find(Owner owner) => _byOwner.GetValueOrDefault(owner);

    /// <param name="address">"host:port". Of two incarnations that had it, it gives the one that came last.</param>
    public MeshMember? FindAddress(string address) => Items.LastOrDefault(m => m.Owner.Address == address);

    /// <param name="name">The node's name, whatever its case. Of several nodes that have it, it gives the oldest.</param>
    public MeshMember? FindName(string name) =>
        Items.FirstOrDefault(m => m.Name.Length > 0 && string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>How old this is: zero while it is kept up to date.</summary>
    public TimeSpan AgeOf(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return EndedAt is { } ended ? time.GetElapsedTime(ended) : TimeSpan.Zero;
    }

    /// <summary>This one when the members are the same and it is the present; otherwise the next.</summary>
    internal MembersSnapshot With(ImmutableArray<MeshMember> oldestFirst)
    {
        if (!Items.SequenceEqual(oldestFirst))
            return new(Version + 1, oldestFirst, null);
        return EndedAt is null ? this : new(Version, Items, null);
    }

    internal MembersSnapshot End(long timestamp) =>
        EndedAt is null && Version > 0 ? new(Version, Items, timestamp) : this;
}
