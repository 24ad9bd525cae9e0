namespace Mesh.Kademlia.Nodes;

/// <summary>Begins what the peer's owner wants, and abandons what it no longer wants.</summary>
internal sealed class Operations(NodeState node, Upkeep upkeep)
{
    // How to abandon those that may be.
    private readonly Dictionary<ulong, Action> _abandon = [];

    public void Run(KadInput.Command command, in Moment now)
    {
        switch (command)
        {
            case KadInput.Join join:
                JoinTask.Start(node, join.Operation, join.Seeds, now);
                break;
            case KadInput.FindPeers find:
                FindPeers(find, now);
                break;
            case KadInput.Locate locate:
                Locate(locate, now);
                break;
            case KadInput.Publish publish:
                Publish(publish, now);
                break;
            case KadInput.PingPeer ping:
                PingTask.Start(node, ping.Address, peer: null, ping.Operation, now);
                break;
            case KadInput.Leave leave:
                LeaveTask.Start(node, leave.Operation, now);
                break;
            case KadInput.Cancel cancel:
                if (_abandon.Remove(cancel.Operation, out var abandon))
                    abandon();
                break;
            case KadInput.Withdraw withdraw:
                upkeep.Forget(withdraw.Key, withdraw.MeshId);
                break;
        }
    }

    private void FindPeers(KadInput.FindPeers find, in Moment now)
    {
        var task = LookupTask.Start(
            node,
            new LookupWish(find.Target, Lookups.LookupMode.Nodes) { IsRepeated = true },
            (lookup, _) => Complete(new KadResult.PeersFound(find.Operation, [.. lookup.Peers], lookup.Cost)),
            now);
        if (!task.HasEnded)
            _abandon[find.Operation] = task.Abandon;
    }

    private void Locate(KadInput.Locate locate, in Moment now)
    {
        var task = LocateTask.Start(node, locate, Complete, now);
        if (!task.HasEnded)
            _abandon[locate.Operation] = task.Abandon;
    }

    private void Complete(KadResult result)
    {
        _abandon.Remove(result.Operation);
        node.Complete(result);
    }

    private void Publish(KadInput.Publish publish, in Moment now)
    {
        if (node.Store.Check(publish.Record, now) is { } refusal)
        {
            node.Complete(new KadResult.Refused(publish.Operation, refusal));
            return;
        }

        upkeep.Remember(publish.Record, now);
        PublishTask.Start(
            node,
            publish,
            (task, _) => node.Complete(new KadResult.Published(publish.Operation, task.Holders, task.Refusals, task.Cost)),
            now);
    }
}
