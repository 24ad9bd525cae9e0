using Akka.Event;
using Mesh.Catalog;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

// Questions and orders from this node.
internal sealed partial class MembershipActor
{
    private void ReceiveFromNode()
    {
        Receive<Follow>(_ => OnFollow());
        Receive<Refused>(On);
        Receive<Heard>(m =>
        {
            if (m.Owner != _self && _members.TryGetValue(m.Owner, out var entry))
                HeardOf(entry);
        });
        Receive<Leave>(m => Order("leave", m.Address, _ports.Cluster.Leave));
        Receive<Down>(m => Order("down", m.Address, _ports.Cluster.Down));
    }

    private void OnFollow()
    {
        foreach (var entry in OldestFirst().Where(m => m.Told))
        {
            Sender.Tell(new MemberUp(View(entry), entry.Contact), Self);
            var standing = _standings.StandingOf(entry.Seen.Owner);
            if (standing is not Standing.Confirmed)
                Sender.Tell(new StandingChanged(entry.Seen.Owner, standing, Saw(Cause(standing), "known before")), Self);
        }
    }

    private void Order(string order, string address, Action<string> perform)
    {
        if (!_members.Keys.Any(m => m.Address == address))
        {
            Sender.Tell(new UnknownMember(address), Self);
            return;
        }

        _log.Info("Ordered for {Address}: {Order}", address, order);
        perform(address);
        Sender.Tell(new Ordered(address), Self);
    }

    private IEnumerable<MemberEntry> OldestFirst() => _oldestFirst.Select(m => _members[m.Owner]);

    private static string Cause(Standing standing) =>
        standing is Standing.Unreachable ? Causes.Unreachable : Causes.LinkBroken;
}
