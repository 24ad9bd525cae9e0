using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>The way to each member's membership, and when it was last heard of. Mutable; belongs to the actor.</summary>
internal sealed class PeerLinks(IPeerPaths paths, IActorRef self, TimeProvider time, MemberSights sights)
{
    private readonly Dictionary<Owner, (ICanTell Peer, OwnerContact Contact)> _links = [];
    private readonly Dictionary<Owner, (long Number, long SentAt)> _pings = [];

    public void Add(Owner owner) =>
        _links[owner] = (paths.MembershipAt(owner.Address), new OwnerContact(time.GetTimestamp()));

    public void Remove(Owner owner)
    {
        _links.Remove(owner);
        _pings.Remove(owner);
        sights.Forget(owner);
    }

    public OwnerContact ContactOf(Owner owner) => _links[owner].Contact;

    /// <summary>It is heard of now; nothing when it is no member.</summary>
    public void Heard(Owner owner)
    {
        if (_links.TryGetValue(owner, out var link))
            link.Contact.Heard(time.GetTimestamp());
    }

    /// <summary>Nothing when it is no member.</summary>
    public void Tell(Owner owner, object message)
    {
        if (!_links.TryGetValue(owner, out var link))
            return;
        if (message is MembershipProtocol.Ping ping)
            _pings[owner] = (ping.Number, time.GetTimestamp());
        link.Peer.Tell(message, self);
    }

    /// <summary>How long the last ping took; an answer to one before it says nothing.</summary>
    public void Answered(Owner owner, long number)
    {
        if (_pings.TryGetValue(owner, out var ping) && ping.Number == number)
            sights.Answered(owner, time.GetElapsedTime(ping.SentAt));
    }
}
