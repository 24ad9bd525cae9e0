using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>
/// The carriers of all addresses that were asked, and the questions that may still be called. Bounded. Pure: time is an
/// argument; the shell sends and calls.
/// </summary>
internal sealed class CarrierTable(TimeSpan hardTimeout)
{
    private const int MaxAddresses = 4_096;
    private const int MaxQuestions = 4_096;

    private readonly Dictionary<KadAddress, CarrierChoice> _choices = [];
    private readonly Dictionary<ulong, Question> _open = [];
    private readonly PriorityQueue<ulong, TimeSpan> _due = new();
    private TimeSpan _datagramAt = TimeSpan.MinValue;
    private TimeSpan _callAt = TimeSpan.MinValue;

    /// <summary>Addresses that are asked by calls now.</summary>
    public int Called { get; private set; }

    /// <summary>When <see cref="Due"/> has something to tell; the far future: never.</summary>
    public TimeSpan NextDue
    {
        get
        {
            // What was answered needs no end.
            while (_due.TryPeek(out var id, out var at))
            {
                if (_open.ContainsKey(id))
                    return at;
                _due.Dequeue();
            }

            return TimeSpan.MaxValue;
        }
    }

    /// <summary>A question goes out; the answer says how.</summary>
    public CarrierPlan Ask(ulong id, in KadAddress to, ReadOnlyMemory<byte> datagram, TimeSpan now)
    {
        // The same question once more: its datagram may have been lost, its call is under way or falls due as before.
        if (_open.TryGetValue(id, out var asked) && asked.To == to)
            return new CarrierPlan(asked.HasDatagram, CallAfter: null);
        // A link over which calls come back and datagrams do not is not waited for with each new address.
        var choice = Of(to);
        var plan = choice.Plan(now, isMute: _callAt > _datagramAt);
        if (choice.Preferred is Carrier.Grpc && plan is { HasDatagram: true, CallAfter: not null })
            Set(to, choice.Probed(now));
        if (_open.Count >= MaxQuestions)
            return plan;
        _open[id] = new Question(to, datagram, plan.HasDatagram, now + hardTimeout)
        {
            CallAt = plan.CallAfter is { } after && after > TimeSpan.Zero ? now + after : TimeSpan.MaxValue,
            IsCalled = plan.CallAfter == TimeSpan.Zero,
        };
        _due.Enqueue(id, plan.CallAfter is { } pause && pause > TimeSpan.Zero ? now + pause : now + hardTimeout);
        return plan;
    }

    /// <summary>An answer came. False: it is one that the other carrier has brought already.</summary>
    public bool Take(ulong id, in KadAddress from, Carrier by, TimeSpan now)
    {
        if (!_open.TryGetValue(id, out var question) || question.To != from)
            return true;
        if (by is Carrier.Udp && !question.IsHeard)
        {
            question.IsHeard = true;
            _datagramAt = now;
            Set(from, Of(from).DatagramAnswered(now));
        }

        question.CallAt = TimeSpan.MaxValue;
        question.AnsweredBy ??= by;
        if (question is { IsHeard: true, IsCalled: false })
            _open.Remove(id);
        return question.AnsweredBy == by;
    }

    public void CallAnswered(in KadAddress to, TimeSpan now)
    {
        _callAt = now;
        Set(to, Of(to).CallAnswered(now));
    }

    public void CallFailed(in KadAddress to, TimeSpan now) => Set(to, Of(to).CallFailed(now));

    public void CalledUs(in KadAddress from, TimeSpan now) => Set(from, Of(from).CalledUs(now));

    public Carrier PreferredOf(in KadAddress address) => Of(address).Preferred;

    /// <summary>The questions that no datagram was answered to so far and that are to be called now.</summary>
    public IReadOnlyList<(KadAddress To, ReadOnlyMemory<byte> Datagram)> Due(TimeSpan now)
    {
        var calls = new List<(KadAddress, ReadOnlyMemory<byte>)>();
        while (_due.TryPeek(out var id, out var at) && at <= now)
        {
            _due.Dequeue();
            if (!_open.TryGetValue(id, out var question))
                continue;
            if (now >= question.EndsAt)
            {
                _open.Remove(id);
                if (question is { HasDatagram: true, IsHeard: false })
                    Set(question.To, Of(question.To).DatagramLost());
                continue;
            }

            if (question.CallAt <= now)
            {
                question.IsCalled = true;
                calls.Add((question.To, question.Datagram));
            }

            question.CallAt = TimeSpan.MaxValue;
            _due.Enqueue(id, question.EndsAt);
        }

        return calls;
    }

    private CarrierChoice Of(in KadAddress address) => _choices.GetValueOrDefault(address, CarrierChoice.Unknown);

    private void Set(in KadAddress address, CarrierChoice choice)
    {
        if (_choices.Count >= MaxAddresses && !_choices.ContainsKey(address))
        {
            _choices.Clear();
            Called = 0;
        }

        Called += (choice.Preferred is Carrier.Grpc ? 1 : 0) - (PreferredOf(address) is Carrier.Grpc ? 1 : 0);
        _choices[address] = choice;
    }

    private sealed class Question(KadAddress to, ReadOnlyMemory<byte> datagram, bool hasDatagram, TimeSpan endsAt)
    {
        public KadAddress To { get; } = to;

        public ReadOnlyMemory<byte> Datagram { get; } = datagram;

        public bool HasDatagram { get; } = hasDatagram;

        public TimeSpan EndsAt { get; } = endsAt;

        public TimeSpan CallAt { get; set; }

        public bool IsCalled { get; set; }

        /// <summary>A datagram answered it.</summary>
        public bool IsHeard { get; set; }

        public Carrier? AnsweredBy { get; set; }
    }
}
