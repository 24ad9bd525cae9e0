namespace Mesh.Kademlia.Lookups;

/// <summary>
/// One iterative lookup, after section 2.3 of Maymounkov and Mazières (2002): asks the nearest known peers for nearer
/// ones until the k nearest have answered. It neither sends nor waits: <see cref="TryNext"/> says whom to ask now, the
/// driver tells what came of it. Without allocation between <see cref="Start"/> and the end; may be started again.
/// </summary>
internal sealed class Lookup(int capacity = Lookup.DefaultCapacity)
{
    /// <summary>Peers remembered: with half of them dead there are still four times k that live.</summary>
    public const int DefaultCapacity = 192;

    private readonly Shortlist _list = new(capacity);
    private LookupParameters _parameters = new(LookupMode.Nodes, 1, 1);
    private NodeId _nearest;
    private int _fruitless;
    private int _inFlight;
    private bool _hasValue;
    private bool _isUnited;
    private bool _hasHeard;

    public NodeId Target { get; private set; }

    /// <summary>Nothing more to ask and nothing to wait for, or the first record was found.</summary>
    public bool IsDone { get; private set; }

    /// <summary>A peer answered with a record.</summary>
    public bool HasValue => _hasValue;

    /// <summary>Requests sent so far.</summary>
    public int Messages { get; private set; }

    /// <summary>Requests that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Peers that have answered.</summary>
    public int Answers { get; private set; }

    public void Start(in NodeId target, LookupParameters parameters, ReadOnlySpan<Contact> seeds)
    {
        _list.Clear();
        (Target, _parameters, _nearest) = (target, parameters, NodeId.Max);
        (_fruitless, _inFlight, _hasValue, IsDone, _isUnited) = (0, 0, false, false, parameters.Paths <= 1);
        (Messages, Failures, Answers, _hasHeard) = (0, 0, 0, false);
        for (var i = 0; i < seeds.Length; i++)
            _list.Add(new Candidate(seeds[i].Id ^ target, seeds[i], (byte)(i % parameters.Paths), 0));
        Settle();
    }

    /// <summary>The next peer to ask, if one is to be asked now; it counts as asked from here on.</summary>
    public bool TryNext(out Contact peer)
    {
        peer = null!;
        if (IsDone || _inFlight >= Room)
            return false;
        var at = _isUnited ? _list.NextToAsk(Shortlist.AnyPath, _parameters.K) : NextOfPaths();
        if (at < 0)
            return false;
        ref var candidate = ref _list.Items[at];
        candidate.State = CandidateState.Asked;
        _inFlight++;
        Messages++;
        peer = candidate.Contact;
        return true;
    }

    /// <summary>The peer answered with the contacts that it knows nearest to the target, and perhaps with records.</summary>
    public void OnAnswer(in NodeId peer, ReadOnlySpan<Contact> nearer, bool hadValue = false)
    {
        var at = _list.Find(peer ^ Target);
        if (at < 0 || IsDone || !IsAwaited(_list.Items[at]))
            return;
        ref var candidate = ref _list.Items[at];
        Leave(ref candidate, CandidateState.Answered);
        candidate.HadValue = hadValue;
        _hasHeard = true;
        Answers++;
        _hasValue |= hadValue;
        var (path, depth) = (candidate.Path, (byte)(candidate.Depth + 1));
        var isNearer = Advance(candidate.Distance);
        foreach (var contact in nearer)
        {
            var distance = contact.Id ^ Target;
            _list.Add(new Candidate(distance, contact, path, depth));
            isNearer |= Advance(distance);
        }

        _fruitless = isNearer ? 0 : _fruitless + 1;
        Settle();
    }

    /// <summary>The soft timeout has passed: another may have its slot.</summary>
    public void OnSlow(in NodeId peer)
    {
        var at = _list.Find(peer ^ Target);
        if (at < 0 || _list.Items[at].State is not CandidateState.Asked)
            return;
        _list.Items[at].State = CandidateState.Slow;
        _hasHeard = true;
        _inFlight--;
    }

    /// <summary>It is not waited for any more: the lookup may end without it.</summary>
    public void OnOverdue(in NodeId peer)
    {
        var at = _list.Find(peer ^ Target);
        if (at < 0 || IsDone || !IsAwaited(_list.Items[at]))
            return;
        Leave(ref _list.Items[at], CandidateState.Overdue);
        Settle();
    }

    /// <summary>The hard timeout has passed, or the peer refused.</summary>
    public void OnFailure(in NodeId peer)
    {
        var at = _list.Find(peer ^ Target);
        if (at < 0 || IsDone || !IsAwaited(_list.Items[at]))
            return;
        Leave(ref _list.Items[at], CandidateState.Failed);
        _hasHeard = true;
        Failures++;
        Settle();
    }

    /// <summary>
    /// Of the k nearest all have answered but those that are slow: what is still to come may be a nearer peer, but hardly
    /// many.
    /// </summary>
    public bool AwaitsSlowOnly => _isUnited && Answers > 0 && !_list.IsOpen(Shortlist.AnyPath, _parameters.K, isPatient: false);

    /// <summary>Ends the lookup with what it has.</summary>
    public void Stop() => IsDone = true;

    public bool HasAnswered(in NodeId peer) =>
        _list.Find(peer ^ Target) is >= 0 and var at && _list.Items[at].State is CandidateState.Answered;

    /// <summary>The nearest peers that have answered, nearest first.</summary>
    public int Closest(Span<Contact> into) => _list.Answered(into);

    /// <summary>Of the k nearest that have not failed those that have answered, nearest first.</summary>
    public int Settled(Span<Contact> into) => _list.AnsweredAmong(_parameters.K, into);

    /// <summary>The nearest peer that answered without the record: where a copy is kept after a success.</summary>
    public Contact? CachePlace() => _list.NearestWithoutValue();

    /// <summary>Referrals that led to the nearest peer that answered; 0: it was in the own table.</summary>
    public int Hops => _list.DepthOfNearestAnswer() + 1;

    private int Room =>
        IsWidened ? Math.Max(_parameters.K, _parameters.Alpha)
        : Math.Max(_hasHeard ? _parameters.Alpha : _parameters.FirstRound, _parameters.Paths);

    private bool IsWidened => _parameters.IsWide && _isUnited && _fruitless >= _parameters.Alpha;

    private static bool IsAwaited(in Candidate candidate) =>
        candidate.State is CandidateState.Asked or CandidateState.Slow or CandidateState.Overdue;

    private bool Advance(in NodeId distance)
    {
        if (distance >= _nearest)
            return false;
        _nearest = distance;
        return true;
    }

    private void Leave(ref Candidate candidate, CandidateState next)
    {
        if (candidate.State is CandidateState.Asked)
            _inFlight--;
        candidate.State = next;
    }

    /// <summary>Ends the paths, then the lookup, when the nearest have answered.</summary>
    private void Settle()
    {
        if (_parameters.Mode is LookupMode.First && _hasValue)
            IsDone = true;
        if (!IsDone && !_isUnited)
            _isUnited = !IsAnyPathOpen();
        if (!IsDone && _isUnited)
            IsDone = !_list.IsOpen(Shortlist.AnyPath, _parameters.K);
    }

    /// <summary>Each path sees to its part of the k nearest, and then all that is left is done in common.</summary>
    private int PathShare => Math.Max(2, (_parameters.K + _parameters.Paths - 1) / _parameters.Paths);

    private bool IsAnyPathOpen()
    {
        for (var path = 0; path < _parameters.Paths; path++)
        {
            if (_list.IsOpen(path, PathShare))
                return true;
        }

        return false;
    }

    private int NextOfPaths()
    {
        var perPath = Math.Max(1, _parameters.Alpha / _parameters.Paths);
        for (var path = 0; path < _parameters.Paths; path++)
        {
            if (_list.InFlight(path) < perPath && _list.NextToAsk(path, PathShare) is >= 0 and var at)
                return at;
        }

        return -1;
    }
}
