using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Event;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>The way into the overlay, and back into it when the contacts are gone: one attempt at a time.</summary>
internal sealed class Entrance(OverlayPresence presence, TimeProvider time, ILoggingAdapter log)
{
    private EntryRule _rule = EntryRule.Start;
    private bool _isUnderWay;

    /// <summary>Attempts of the present need; the first is 1.</summary>
    public int Attempt => _rule.Attempts;

    private TimeSpan Now => Moment.Now(time).At;

    /// <summary>0 to 1. Spreads gateways that lost the overlay at the same moment.</summary>
    private static double Jitter => RandomNumberGenerator.GetInt32(1_000) / 1_000.0;

    /// <summary>True: an attempt is under way from here on, and ends with <see cref="Enter"/>.</summary>
    /// <param name="live">Contacts that answer.</param>
    public bool IsDue(int live)
    {
        if (_isUnderWay)
            return false;
        (_rule, _isUnderWay) = _rule.Look(live, Now, Jitter);
        return _isUnderWay;
    }

    /// <summary>Asks whom this attempt is to ask.</summary>
    public void Enter(OverlayGateway gateway, ImmutableArray<KadAddress> doors)
    {
        var (startedAt, wasAlone, own) = (Now, gateway.LiveContacts == 0, gateway.Address);
        if (wasAlone && presence.Figures.Entry is not null && Attempt == 1)
            log.Warning("no gateway of the overlay answers any more; entering it again");
        gateway.Operations.Begin(
            op => new KadInput.Join(op, [.. doors.Where(a => a != own)]),
            result => OnEnd(gateway, (KadResult.Joined)result, startedAt, wasAlone));
    }

    private void OnEnd(OverlayGateway gateway, KadResult.Joined joined, TimeSpan startedAt, bool wasAlone)
    {
        var live = gateway.LiveContacts;
        _isUnderWay = false;
        _rule = _rule.Ended(live, Now, Jitter);
        if (live == 0)
            return;
        var took = Now - startedAt;
        presence.Figures.Entry = new OverlayEntry(joined.Contacts, joined.Messages, took);
        log.Info(
            "in the overlay after {Ms:0} ms: {Contacts} gateways known after {Messages} questions",
            took.TotalMilliseconds,
            joined.Contacts,
            joined.Messages);
        // What was published while nobody was there.
        if (wasAlone)
            gateway.Publisher.RenewAll();
    }
}
