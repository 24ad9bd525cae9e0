using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <content>Into the overlay, and back into it when the contacts are gone.</content>
internal sealed partial class KademliaActor
{
    private EntryRule _entry = EntryRule.Start;
    private TimeSpan _openAt;

    /// <summary>Contacts that answer: those not heard of for two refreshes are not counted.</summary>
    private int LiveContacts => _node?.Table.CountLive(Now.Monotonic, _parts.Settings.RefreshInterval * 2) ?? 0;

    /// <summary>0 to 1. Spreads gateways that lost the overlay at the same moment.</summary>
    private static double Jitter => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000) / 1_000.0;

    /// <summary>Opens what is not open, and enters the overlay while too few are known.</summary>
    private void OnRound()
    {
        if (_node is null && (Now.Monotonic < _openAt || !TryOpen()))
            return;
        ReadRevocations();
        if (_isJoining || _isLeaving)
            return;
        (_entry, var isDue) = _entry.Look(LiveContacts, Now.Monotonic, Jitter);
        if (!isDue)
            return;
        _isJoining = true;
        var known = _parts.TableFile.Length > 0 ? PeersFile.Read(_parts.TableFile) : [];
        var (siblings, attempt) = (_parts.Siblings(), _entry.Attempts);
        // Names are resolved anew at each attempt: the addresses behind them change.
        SeedNames.ResolveAsync(_parts.Seeds, CancellationToken.None).PipeTo(
            Self, success: seeds => new Resolved(EntryRule.Doors(seeds, siblings, known, attempt)));
    }

    private void ReadRevocations()
    {
        var revocations = _parts.Identity.Revocations;
        if (revocations.Refresh(out var trouble))
            _log.Info("list {Number} of revoked keys is in force: {Keys} keys", revocations.List.Number, revocations.List.Ids.Count);
        if (trouble is not null)
            _log.Warning("revoked keys: {Trouble}", trouble);
    }

    private void On(Resolved resolved)
    {
        var (own, isAlone) = (_gate!.Local, LiveContacts == 0);
        if (isAlone && _parts.Memory.Figures.Entry is not null && _entry.Attempts == 1)
            _log.Warning("no gateway of the overlay answers any more; entering it again");
        Begin(new PendingJoin(Now.Monotonic, isAlone), op => new KadInput.Join(op, [.. resolved.Addresses.Where(a => a != own)]));
    }

    private sealed record Resolved(ImmutableArray<KadAddress> Addresses) : IDeadLetterSuppression, INoSerializationVerificationNeeded;
}
