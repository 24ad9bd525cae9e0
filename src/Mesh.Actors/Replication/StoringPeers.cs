using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>
/// Which members store what they own, and what this node says to them of itself: that what it had stored is back. Not thread-safe:
/// it belongs to its actor.
/// </summary>
/// <param name="send">To the same actor of another node.</param>
/// <param name="onChanged">Told of the members' addresses.</param>
internal sealed class StoringPeers(Owner self, Action<IWireMessage, Owner> send, Action<ImmutableSortedSet<string>> onChanged)
{
    private ImmutableHashSet<Owner> _storing = [];
    private ReplicationProtocol.Back? _said;

    /// <summary>After all that this node wrote: what comes later comes later.</summary>
    public void Restored(bool stores, IEnumerable<Owner> others)
    {
        _said = new ReplicationProtocol.Back(self, stores);
        foreach (var member in others)
            send(_said, member);
    }

    public void Greet(Owner member)
    {
        if (_said is not null)
            send(_said, member);
    }

    public void Heard(ReplicationProtocol.Back message)
    {
        if (message.Stores)
            Set(_storing.Add(message.By));
    }

    public void Removed(Owner member) => Set(_storing.Remove(member));

    private void Set(ImmutableHashSet<Owner> storing)
    {
        if (ReferenceEquals(storing, _storing))
            return;
        _storing = storing;
        onChanged([.. storing.Select(o => o.Address)]);
    }
}
