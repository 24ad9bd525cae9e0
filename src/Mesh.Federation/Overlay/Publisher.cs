using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// Publishes, renews and withdraws. What is published is in the gateway's presence, which outlives the actor; under a key
/// that is full it goes to the mesh's shard of it.
/// </summary>
internal sealed class Publisher(OverlaySetup setup, OverlayOperations operations, TimeProvider time)
{
    private readonly PublicationSigner _signer = new(setup);
    private int _withdrawals;
    private bool _isStopped;

    /// <summary>A withdrawal is under way.</summary>
    public bool IsWithdrawing => _withdrawals > 0;

    public void Publish(OverlaySubject subject, MeshLocator locator, Action<IPublishReply> reply)
    {
        if (Refusal(subject) is { } refusal)
        {
            reply(new PublishRefused(refusal));
            return;
        }

        var publication = _signer.Of(subject, locator);
        if (TrySign(publication, publication.Key, out var record) is { } fault)
        {
            reply(new PublishRefused(fault));
            return;
        }

        // Kept even when nobody can be reached now: the next join publishes it.
        setup.Presence.Publications[publication.Key] = publication;
        Store(new Order(publication, reply), record);
    }

    public void Withdraw(OverlaySubject subject, Action<IPublishReply> reply)
    {
        if (Refusal(subject) is { } refusal)
        {
            reply(new PublishRefused(refusal));
            return;
        }

        var withdrawal = _signer.WithdrawalOf(subject);
        setup.Presence.Publications.TryRemove(withdrawal.Key, out _);
        if (TrySign(withdrawal, withdrawal.Key, out var record) is { } fault)
        {
            reply(new PublishRefused(fault));
            return;
        }

        Store(new Order(withdrawal, reply, IsWithdrawal: true), record);
        operations.Tell(op => new KadInput.Withdraw(op, withdrawal.Key, record.MeshId));
    }

    /// <summary>Signs again with a later end and publishes, unless it was withdrawn meanwhile.</summary>
    public void Renew(in NodeId key)
    {
        if (_isStopped || !setup.Presence.Publications.TryGetValue(key, out var publication))
            return;
        if (TrySign(publication, key, out var record) is null)
            Store(new Order(publication, static _ => { }), record);
    }

    public void RenewAll()
    {
        foreach (var key in setup.Presence.Publications.Keys)
            Renew(key);
    }

    /// <summary>Renews nothing any more.</summary>
    /// <param name="isLast">No other gateway of the mesh is left: what is published is withdrawn.</param>
    public void Stop(bool isLast)
    {
        if (isLast && setup.CanPublish)
        {
            foreach (var publication in setup.Presence.Publications.Values)
                Withdraw(publication.Subject, static _ => { });
        }

        _isStopped = true;
    }

    /// <summary>Why this gateway may not publish or withdraw it, in one line; null: it may.</summary>
    private string? Refusal(OverlaySubject subject) =>
        setup.Settings.ClientMode ? "a gateway in client mode cannot be reached, so it publishes nothing"
        : !setup.CanPublish ? "the key of the mesh is not at this gateway"
        : OverlayKeys.Refusal(subject, setup.Identity.Credential);

    private string? TrySign(Publication publication, in NodeId key, out KadRecord record) =>
        _signer.TrySign(publication, key, Moment.Now(time), out record);

    private void Store(Order order, KadRecord record)
    {
        _withdrawals += order.IsWithdrawal ? 1 : 0;
        operations.Begin(op => new KadInput.Publish(op, record, setup.Paths, order.IsWithdrawal), result => OnEnd(order, result));
    }

    private void OnEnd(Order order, KadResult result)
    {
        _withdrawals -= order.IsWithdrawal ? 1 : 0;
        switch (result)
        {
            case KadResult.Refused refused:
                order.Reply(new PublishRefused($"the record is refused: {refused.Verdict}"));
                break;
            case KadResult.Published published:
                setup.Presence.Figures.OnLookup(published.Cost);
                if (published.Refusals.Contains(StoreVerdict.KeyFull) && !order.IsShard && order.Publication.Shard is { } shard
                    && TrySign(order.Publication, shard, out var record) is null)
                    Store(order with { IsShard = true }, record);
                else
                    order.Reply(new Published(published.Holders, published.Cost));
                break;
        }
    }

    private sealed record Order(
        Publication Publication, Action<IPublishReply> Reply, bool IsShard = false, bool IsWithdrawal = false);
}
