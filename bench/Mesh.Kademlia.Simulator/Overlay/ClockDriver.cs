using Mesh.Kademlia.Lookups;

namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>Runs a lookup on a virtual clock with round trips and both timeouts.</summary>
internal sealed class ClockDriver(IAnswers answers, KadSettings settings, RoundTrips trips)
{
    private readonly Contact[] _contacts = new Contact[settings.K];
    private readonly PriorityQueue<(Happening What, Contact Peer), (double At, long Order)> _events = new();
    private long _order;

    private enum Happening
    {
        Answer,
        Soft,
        Overdue,
        Hard,
    }

    /// <summary>Runs it to its end and answers how many milliseconds that took.</summary>
    public double Run(Lookup lookup, ref KadRandom random)
    {
        _events.Clear();
        var now = 0.0;
        Ask(lookup, now, ref random);
        while (!lookup.IsDone && _events.TryDequeue(out var next, out var due))
        {
            now = due.At;
            switch (next.What)
            {
                case Happening.Soft:
                    lookup.OnSlow(next.Peer.Id);
                    break;
                case Happening.Overdue:
                    lookup.OnOverdue(next.Peer.Id);
                    break;
                case Happening.Answer when answers.TryAnswer(next.Peer, lookup.Target, _contacts, out var count, out var has):
                    lookup.OnAnswer(next.Peer.Id, _contacts.AsSpan(0, count), has);
                    break;
                default:
                    lookup.OnFailure(next.Peer.Id);
                    break;
            }

            Ask(lookup, now, ref random);
        }

        return now;
    }

    private void Ask(Lookup lookup, double now, ref KadRandom random)
    {
        while (lookup.TryNext(out var peer))
        {
            var trip = trips.NextMs(ref random);
            var soft = settings.SoftTimeout.TotalMilliseconds;
            var hard = settings.HardTimeout.TotalMilliseconds;
            if (answers.IsDead(peer))
                trip = double.PositiveInfinity;
            if (trip > soft && soft < hard)
                Add(now + soft, Happening.Soft, peer);
            if (trip > settings.OverdueTimeout.TotalMilliseconds && soft < hard)
                Add(now + settings.OverdueTimeout.TotalMilliseconds, Happening.Overdue, peer);
            Add(now + Math.Min(trip, hard), trip <= hard ? Happening.Answer : Happening.Hard, peer);
        }
    }

    private void Add(double at, Happening what, Contact peer) => _events.Enqueue((what, peer), (at, _order++));
}
