namespace Mesh.Kademlia.Lookups;

/// <summary>
/// One iterative lookup, after section 2.3 of Maymounkov and Mazières (2002): asks the nearest known peers for nearer
/// ones until the k nearest have answered. It neither sends nor waits: <see cref="TryNext"/> says whom to ask now, the
/// driver tells what came of it. Without allocation between <see cref="Start"/> and the end; may be started again.
/// </summary>
public sealed class Lookup(int capacity = Lookup.DefaultCapacity)
{
    /// <summary>Peers remembered: with half of them dead there are still four times k that live.</summary>
    public const int DefaultCapacity = 192;

    private readonly Shortlist _list = new(capacity);
    private LookupTerms _terms = new(LookupMode.Nodes, 1, 1);
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

    public void Start(in NodeId target, LookupTerms terms, ReadOnlySpan<Contact> seeds)
    {
        _list.Clear();
        (Target, _terms, _nearest) = (target, terms, NodeId.Max);
        (_fruitless, _inFlight, _hasValue, IsDone, _isUnited) = (0, 0, false, false, terms.Paths <= 1);
        (Messages, Failures, Answers, _hasHeard) = (0, 0, 0, false);
        for (var i = 0; i < seeds.Length; i++)
            _list.Add(new Candidate(seeds[i].Id ^ target, seeds[i], (byte)(i % terms.Paths), 0));
        Settle();
    }

    /// <summary>The next peer to ask, if one is to be asked now; it counts as asked from here on.</summary>
    public bool TryNext(out Contact peer)
    {
        peer = null!;
        if (IsDone || _inFlight >= Room)
            return false;
        var at = _isUnited ? NextOf(path: -1, _terms.K) : NextOfPaths();
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
    public bool AwaitsSlowOnly => _isUnited && Answers > 0 && !IsOpen(path: -1, _terms.K, isPatient: false);

    /// <summary>Ends the lookup with what it has.</summary>
    public void Stop() => IsDone = true;

    public bool HasAnswered(in NodeId peer) =>
        _list.Find(peer ^ Target) is >= 0 and var at && _list.Items[at].State is CandidateState.Answered;

    /// <summary>The nearest peers that have answered, nearest first.</summary>
    public int Closest(Span<Contact> into)
    {
        var found = 0;
        foreach (ref readonly var candidate in _list.Items)
        {
            if (found < into.Length && candidate.State is CandidateState.Answered)
                into[found++] = candidate.Contact;
        }

        return found;
    }

    /// <summary>Of the k nearest that have not failed those that have answered, nearest first.</summary>
    public int Settled(Span<Contact> into)
    {
        var (found, left) = (0, _terms.K);
        foreach (ref readonly var candidate in _list.Items)
        {
            if (candidate.State is CandidateState.Failed or CandidateState.Overdue)
                continue;
            if (found < into.Length && candidate.State is CandidateState.Answered)
                into[found++] = candidate.Contact;
            if (--left == 0)
                break;
        }

        return found;
    }

    /// <summary>The nearest peer that answered without the record: where a copy is kept after a success.</summary>
    public Contact? CachePlace()
    {
        foreach (ref readonly var candidate in _list.Items)
        {
            if (candidate is { State: CandidateState.Answered, HadValue: false })
                return candidate.Contact;
        }

        return null;
    }

    /// <summary>Referrals that led to the nearest peer that answered; 0: it was in the own table.</summary>
    public int Hops
    {
        get
        {
            foreach (ref readonly var candidate in _list.Items)
            {
                if (candidate.State is CandidateState.Answered)
                    return candidate.Depth + 1;
            }

            return 0;
        }
    }

    private int Room =>
        IsWidened ? Math.Max(_terms.K, _terms.Alpha)
        : Math.Max(_hasHeard ? _terms.Alpha : _terms.FirstRound, _terms.Paths);

    private bool IsWidened => _terms.IsWide && _isUnited && _fruitless >= _terms.Alpha;

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
        if (_terms.Mode is LookupMode.First && _hasValue)
            IsDone = true;
        if (!IsDone && !_isUnited)
            _isUnited = !IsAnyPathOpen();
        if (!IsDone && _isUnited)
            IsDone = !IsOpen(path: -1, _terms.K);
    }

    /// <summary>Each path sees to its part of the k nearest, and then all that is left is done in common.</summary>
    private int PathShare => Math.Max(2, (_terms.K + _terms.Paths - 1) / _terms.Paths);

    private bool IsAnyPathOpen()
    {
        for (var path = 0; path < _terms.Paths; path++)
        {
            if (IsOpen(path, PathShare))
                return true;
        }

        return false;
    }

    /// <summary>Among the nearest of the path that have not failed, one has not answered yet.</summary>
    /// <param name="isPatient">A slow one counts too.</param>
    private bool IsOpen(int path, int count, bool isPatient = true)
    {
        foreach (ref readonly var candidate in _list.Items)
        {
            if (candidate.State is CandidateState.Failed or CandidateState.Overdue || path >= 0 && candidate.Path != path)
                continue;
            if (candidate.State is not CandidateState.Answered && (isPatient || candidate.State is not CandidateState.Slow))
                return true;
            if (--count == 0)
                return false;
        }

        return false;
    }

    private int NextOf(int path, int count)
    {
        var items = _list.Items;
        for (var i = 0; i < items.Length; i++)
        {
            ref readonly var candidate = ref items[i];
            if (candidate.State is CandidateState.Failed or CandidateState.Slow or CandidateState.Overdue || path >= 0 && candidate.Path != path)
                continue;
            if (candidate.State is CandidateState.Known)
                return i;
            if (--count == 0)
                return -1;
        }

        return -1;
    }

    private int NextOfPaths()
    {
        var perPath = Math.Max(1, _terms.Alpha / _terms.Paths);
        for (var path = 0; path < _terms.Paths; path++)
        {
            if (InFlightOn(path) < perPath && NextOf(path, PathShare) is >= 0 and var at)
                return at;
        }

        return -1;
    }

    private int InFlightOn(int path)
    {
        var count = 0;
        foreach (ref readonly var candidate in _list.Items)
            count += candidate.State is CandidateState.Asked && candidate.Path == path ? 1 : 0;
        return count;
    }
}
