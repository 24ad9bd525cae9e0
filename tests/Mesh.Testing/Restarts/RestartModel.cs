using System.Collections.Immutable;

namespace Mesh.Testing.Restarts;

/// <summary>
/// What readers may see while nodes are restarted: nobody sees an instance missing that lives, or one offered that does
/// not. A reading counts for the whole time from question to answer: a fault is what no moment of it allows. Pure.
/// </summary>
internal sealed class RestartModel
{
    public const string Missing = "registered, and not listed";
    public const string NotOffered = "lives, and is not offered";
    public const string Back = "deregistered, and seen again where it was gone";
    public const string StillThere = "deregistered, and still shown";
    public const string Dead = "its node is away, and it is offered";
    public const string Outlives = "its node has ended, and it is shown";
    public const string Failed = "what it is has ended, and it is offered";
    public const string Early = "shown before it was registered";

    private readonly RestartBounds _bounds;
    private readonly ILookup<string, Subject> _subjects;
    private readonly ILookup<int, Downtime> _downtimes;
    private readonly ImmutableArray<Downtime> _kills;

    private RestartModel(RestartHistory history, RestartBounds bounds)
    {
        _bounds = bounds;
        _subjects = history.Subjects.ToLookup(s => s.Service);
        _downtimes = history.Downtimes.ToLookup(d => d.Node);
        _kills = [.. history.Downtimes.Where(d => d.IsKill)];
    }

    /// <summary>The readings that break a promise, in their order.</summary>
    public static IReadOnlyList<RestartFault> Check(RestartHistory history, RestartBounds bounds)
    {
        var model = new RestartModel(history, bounds);
        var gone = new Dictionary<(int Node, string Door, int Port), TimeSpan>();
        var faults = new List<RestartFault>();
        foreach (var reading in history.Readings.OrderBy(r => r.Ended))
        {
            foreach (var subject in model._subjects[reading.Service])
            {
                if (model.RuleBroken(subject, reading, gone) is { } rule)
                    faults.Add(new RestartFault(rule, subject, reading));
            }
        }

        return faults;
    }

    private string? RuleBroken(Subject subject, Reading reading, Dictionary<(int Node, string Door, int Port), TimeSpan> gone)
    {
        var isShown = reading.Shows(subject.Port);
        if (isShown && reading.Ended < subject.Asked)
            return Early;
        if (subject.Deregistered is { } deregistered)
        {
            if (GoneRuleBroken(subject, deregistered, reading, isShown, gone) is { } rule)
                return rule;
        }

        if (isShown && HasEndedWithItsNode(subject, reading))
            return Outlives;
        if (reading.Offered.Contains(subject.Port))
            return MustNotBeOffered(subject, reading);
        if (!MustLive(subject, reading))
            return null;
        if (reading.Listed?.Contains(subject.Port) is false)
            return Missing;
        return MustBeOffered(subject, reading) ? NotOffered : null;
    }

    private string? GoneRuleBroken(
        Subject subject, TimeSpan deregistered, Reading reading, bool isShown, Dictionary<(int Node, string Door, int Port), TimeSpan> gone)
    {
        // All doors of a node show one view; but an instance that follows a key of etcd's does so a moment later.
        var place = (reading.Node, Ways.AreKeys(subject.Service) ? reading.Door : "", subject.Port);
        if (!isShown)
        {
            // Only what lists everything says that it is gone.
            if (reading.Listed is not null && reading.Began >= deregistered)
                gone.TryAdd(place, reading.Ended);
            return null;
        }

        if (gone.TryGetValue(place, out var since) && reading.Began >= since)
            return Back;
        var due = deregistered + (reading.Node == subject.DeregisteredBy ? TimeSpan.Zero : _bounds.Spread);
        return reading.Began >= due ? StillThere : null;
    }

    private bool HasEndedWithItsNode(Subject subject, Reading reading) => subject.Kind is SubjectKind.Owned
        && _downtimes[subject.Home].Any(d => d.Began >= subject.Asked && reading.Began >= d.Ended + _bounds.Removed);

    private string? MustNotBeOffered(Subject subject, Reading reading)
    {
        if (subject.Failing is { } failing && reading.Began >= failing + _bounds.Checked)
            return Failed;
        var isOfNode = subject.Kind is SubjectKind.Anchored or SubjectKind.Owned;
        return isOfNode && _downtimes[subject.Home].Any(d => d.Began >= subject.Asked && IsAway(subject, d, reading)) ? Dead : null;
    }

    /// <summary>Has the node been away for so long that everybody must know, until the reading's end?</summary>
    private bool IsAway(Subject subject, Downtime down, Reading reading)
    {
        var late = !down.IsKill ? _bounds.Away : FailsOpen(subject, down, reading) ? _bounds.Removed : _bounds.Suspect;
        return reading.Began >= down.Ended + late && !(reading.Ended > down.Restarted);
    }

    /// <summary>
    /// May so many instances of the service be at the node that they stay selectable until it is removed? Others that come and go
    /// while it is away change that; what this reading need not have seen yet counts for it.
    /// </summary>
    private bool FailsOpen(Subject subject, Downtime down, Reading reading)
    {
        var away = _subjects[subject.Service].Count(
            s => s.Home == down.Node && s.Asked <= down.Ended && !(s.Deregistered + _bounds.Spread < reading.Began));
        var others = _subjects[subject.Service].Count(
            s => s.Home != down.Node && s.Registered + _bounds.Spread <= reading.Began && !(s.Deregistering <= reading.Ended));
        return away > others;
    }

    private bool MustLive(Subject subject, Reading reading)
    {
        if (subject.Registered is not { } registered)
            return false;
        if (reading.Began < registered + (reading.Node == subject.Home ? TimeSpan.Zero : _bounds.Spread) && !(reading.Began >= subject.Settled && KnewIt(subject, reading)))
            return false;
        if (subject.Deregistering is { } leaving && reading.Ended >= leaving)
            return false;
        // What its node took with it before another had it.
        var isLost = subject.Settled is null && _downtimes[subject.Home].Any(
            d => d.IsKill && d.Began >= registered && d.Began <= registered + _bounds.Lost);
        return !isLost
            && !(subject.Kind is SubjectKind.Owned && _downtimes[subject.Home].Any(d => d.Began >= subject.Asked && reading.Ended >= d.Began));
    }

    /// <summary>What was registered while a node was starting settled without it.</summary>
    private bool KnewIt(Subject subject, Reading reading) => !_downtimes[reading.Node].Any(
        d => d.Back is { } back && subject.Registered >= d.Restarted && subject.Settled <= back && reading.Began <= back + _bounds.Spread);

    private bool MustBeOffered(Subject subject, Reading reading)
    {
        if (!(reading.Began >= subject.Settled) || !KnewIt(subject, reading) || (subject.Failing is { } failing && reading.Ended >= failing))
            return false;
        // Who holds what lives on is not known: it may be the killed node.
        if (_kills.Any(k => reading.Ended >= k.Began && reading.Began <= k.Ended + _bounds.Removed))
            return false;
        return subject.Kind is not SubjectKind.Anchored
            || !_downtimes[subject.Home].Any(d => reading.Ended >= d.Began && !(reading.Began >= d.Back + _bounds.Checked));
    }
}
