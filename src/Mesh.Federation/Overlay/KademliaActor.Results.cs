using Akka.Actor;
using Akka.Event;
using Mesh.Federation.Transport;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <content>What becomes of the wishes of the node's services.</content>
internal sealed partial class KademliaActor
{
    private (IActorRef Asker, Left Reply)? _left;

    private void On(KadResult result)
    {
        if (!_pending.Remove(result.Operation, out var pending))
            return;
        switch (pending, result)
        {
            case (PendingJoin join, KadResult.Joined joined):
                OnJoined(join, joined);
                break;
            case (PendingPublish publish, KadResult.Published published):
                OnPublished(publish, published);
                break;
            case (PendingPublish publish, KadResult.Refused refused):
                publish.Asker.Tell(new PublishRefused($"the record is refused: {refused.Verdict}"));
                break;
            case (PendingFind find, KadResult.Located located):
                OnLocated(find, located);
                break;
            case (PendingPeers peers, KadResult.PeersFound found):
                _parts.Memory.Figures.OnLookup(found.Cost);
                peers.Asker.Tell(new PeersFound(found.Peers, found.Cost));
                break;
            case (PendingPing ping, KadResult.Pinged pinged):
                ping.Asker.Tell(pinged.Peer is { } peer ? new Answered(peer.Id, pinged.RoundTrip, _arrival?.By ?? Carrier.Udp) : Silent.Instance);
                break;
            case (PendingLeave leave, KadResult.Left left):
                _left = (leave.Asker, new Left(left.Records));
                break;
        }

        TellLeft();
    }

    /// <summary>Records are handed on and withdrawals stored: the process may end.</summary>
    private void TellLeft()
    {
        if (_left is not var (asker, reply) || _pending.Values.Any(p => p is PendingPublish { IsWithdrawal: true }))
            return;
        _left = null;
        asker.Tell(reply);
    }

    private void OnJoined(PendingJoin join, KadResult.Joined joined)
    {
        _isJoining = false;
        _entry = _entry.Ended(LiveContacts, Now.Monotonic, Jitter);
        if (LiveContacts == 0)
            return;
        var time = Now.Monotonic - join.StartedAt;
        _parts.Memory.Figures.Entry = new OverlayEntry(joined.Contacts, joined.Messages, time);
        _log.Info(
            "in the overlay after {Ms:0} ms: {Contacts} gateways known after {Messages} questions",
            time.TotalMilliseconds,
            joined.Contacts,
            joined.Messages);
        // What was published while nobody was there.
        if (!join.WasAlone)
            return;
        foreach (var publication in _parts.Memory.Publications.Values)
            Renew(publication);
    }

    private void OnPublished(PendingPublish pending, KadResult.Published published)
    {
        _parts.Memory.Figures.OnLookup(published.Cost);
        var publication = pending.Publication;
        if (published.Refusals.Contains(StoreVerdict.KeyFull) && publication.Shard is { } shard && !pending.IsShard
            && TrySign(publication, shard, out var record) is null)
            Publish(pending with { IsShard = true }, record);
        else
            pending.Asker.Tell(new Published(published.Holders, published.Cost));
    }

    private void OnLocated(PendingFind find, KadResult.Located located)
    {
        _parts.Memory.Figures.OnLookup(located.Cost);
        // Holders may have an older list of revoked keys: they are believed, the record is not.
        find.Records.AddRange(located.Records.Where(r => !_trust.IsRevoked(r.MeshId)));
        find.Cost = located.Cost;
        find.IsWhole &= located.IsInTime;
        if (located.IsCrowded && find is { Mode: FindMode.All, HasAskedShards: false })
        {
            find.HasAskedShards = true;
            Search(find, [.. OverlayKeys.ShardsOf(find.Subject)]);
        }

        if (--find.Open > 0)
            return;
        var meshes = FoundMeshes.Of(find.Records, find.Subject);
        if (meshes.IsEmpty && located.IsKnown && find.Mode is FindMode.First && Now.Monotonic < find.EndsAt)
        {
            // The first answer held only what was withdrawn or was not meant: others may know more.
            find.Mode = FindMode.All;
            Search(find, [OverlayKeys.Of(find.Subject)]);
            return;
        }

        find.Asker.Tell(new Found(meshes, find.IsWhole, find.Cost));
    }
}
