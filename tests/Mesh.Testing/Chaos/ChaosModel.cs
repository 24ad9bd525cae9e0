using System.Collections.Immutable;
using Mesh.Testing.Restarts;

namespace Mesh.Testing.Chaos;

/// <summary>
/// What readers may see on bad days. Registered and answered stays listed: what is kept at every node that answers, at any
/// time; everything that lives once the mesh is whole again. Deregistered and gone stays gone. Pure.
/// </summary>
internal sealed class ChaosModel
{
    private const int Shown = 12;

    private readonly ILookup<string, Subject> _subjects;
    private readonly ILookup<int, Downtime> _downtimes;
    private readonly IReadOnlyList<int> _nodes;
    private readonly Func<Subject, bool> _isKept;
    private readonly IReadOnlyList<ChaosCut> _cuts;
    private readonly HashSet<(int Node, string Door, int Port)> _shown = [];
    private readonly Dictionary<(int Node, string Door, int Port), TimeSpan> _gone = [];

    private ChaosModel(RestartHistory history, IReadOnlyList<ChaosCut> cuts, Func<Subject, bool> isKept)
    {
        _subjects = history.Subjects.ToLookup(s => s.Service);
        _downtimes = history.Downtimes.ToLookup(d => d.Node);
        _nodes = [.. history.Readings.Select(r => r.Node).Distinct()];
        (_cuts, _isKept) = (cuts, isKept);
    }

    /// <param name="phases">In their order; readings outside of them count for none.</param>
    /// <param name="cuts">In their order; each ends with its phase.</param>
    /// <param name="isKept">Of those that must be listed at any time.</param>
    public static ImmutableArray<ChaosFigures> Check(
        RestartHistory history, IReadOnlyList<ChaosPhase> phases, IReadOnlyList<ChaosCut> cuts, Func<Subject, bool> isKept)
    {
        var model = new ChaosModel(history, cuts, isKept);
        var figures = ImmutableArray.CreateBuilder<ChaosFigures>();
        var ordered = new Queue<Reading>(history.Readings.OrderBy(r => r.Ended));
        foreach (var phase in phases)
        {
            var readings = new List<Reading>();
            while (ordered.TryPeek(out var next) && next.Ended <= phase.Ended)
                readings.Add(ordered.Dequeue());
            figures.Add(model.Count(phase, readings));
        }

        return figures.ToImmutable();
    }

    private ChaosFigures Count(ChaosPhase phase, List<Reading> readings)
    {
        var (lost, revived, missing) = (new HashSet<int>(), new HashSet<int>(), 0);
        var (asked, refused) = (0, 0);
        var dark = new Dictionary<(int Node, string Door, int Port), TimeSpan>();
        var longest = TimeSpan.Zero;
        var (faults, gaps) = (new List<string>(), new List<string>());
        foreach (var reading in readings)
        {
            foreach (var subject in _subjects[reading.Service])
            {
                var isShown = reading.Shows(subject.Port);
                if (IsRevived(subject, reading, isShown, phase) && revived.Add(subject.Port))
                    faults.Add($"revived: {subject}, {reading}");
                if (!MustLive(subject, reading, phase) || IsUnheard(subject, reading, phase) || BeganApart(reading, phase))
                    continue;
                var isMissing = reading.Listed?.Contains(subject.Port) is false;
                if (isMissing && reading.Began >= phase.Whole && lost.Add(subject.Port))
                    faults.Add($"lost: {subject}, {reading}");
                if (!_isKept(subject) || !(reading.Began >= subject.Settled))
                    continue;
                if (isMissing && ++missing <= Shown)
                    gaps.Add($"missing: {subject}, {reading}");
                asked++;
                var place = (reading.Node, reading.Door, subject.Port);
                if (reading.Offered.Contains(subject.Port))
                {
                    dark.Remove(place);
                    continue;
                }

                refused++;
                dark.TryAdd(place, reading.Began);
                longest = reading.Ended - dark[place] is var time && time > longest ? time : longest;
            }
        }

        return new ChaosFigures(phase, readings.Count, lost.Count, revived.Count, missing, asked == 0 ? 0 : (double)refused / asked, longest)
        {
            Faults = [.. faults.Concat(gaps).Take(Shown)],
        };
    }

    private bool IsRevived(Subject subject, Reading reading, bool isShown, ChaosPhase phase)
    {
        // All doors of a node show one view; but an instance that follows a key of etcd's does so a moment later.
        var place = (reading.Node, Ways.AreKeys(subject.Service) ? reading.Door : "", subject.Port);
        if (isShown)
            _shown.Add(place);
        if (subject.Deregistered is not { } deregistered)
            return false;
        if (!isShown)
        {
            // Only what lists everything says that it is gone, and only of what was there: a node may hear late of both.
            if (reading.Listed is not null && reading.Began >= deregistered && _shown.Contains(place))
                _gone.TryAdd(place, reading.Ended);
            return false;
        }

        return (_gone.TryGetValue(place, out var since) && reading.Began >= since)
            || (reading.Began >= phase.Whole && deregistered <= phase.Whole);
    }

    /// <summary>Its renewals did not get here for as long as its lease lasts: it may have ended here, until the mesh is whole again.</summary>
    private bool IsUnheard(Subject subject, Reading reading, ChaosPhase phase) =>
        subject.Kind is SubjectKind.Leased
        && !(reading.Began >= phase.Whole)
        && _cuts.Any(c => c.Began >= phase.Began && c.Began <= phase.Healed
            && c.IsBetween(subject.Home, reading.Node)
            && reading.Ended >= c.Began + Ways.Lease - 2 * Ways.RenewInterval);

    /// <summary>All of this side ended while nothing came from the other: it shows what its own disks had, until the mesh is whole again.</summary>
    private bool BeganApart(Reading reading, ChaosPhase phase) =>
        !(reading.Began >= phase.Whole)
        && _cuts.Any(c => c.Began >= phase.Began && c.Began <= phase.Healed
            && _nodes.Where(n => !c.IsBetween(n, reading.Node))
                .All(n => _downtimes[n].Any(d => d.Began >= phase.Began && d.Began <= reading.Began)));

    private bool MustLive(Subject subject, Reading reading, ChaosPhase phase)
    {
        // What was registered on one side of a partition is known everywhere once the mesh is whole again.
        var isKnown = reading.Began >= subject.Settled || (reading.Began >= phase.Whole && subject.Registered <= phase.Healed);
        if (!isKnown)
            return false;
        if (subject.Deregistering is { } leaving && reading.Ended >= leaving)
            return false;
        if (subject.LongestGap >= Ways.Lease)
            return false;
        return subject.Kind is not SubjectKind.Owned || !_downtimes[subject.Home].Any(d => reading.Ended >= d.Began && d.Began >= subject.Asked);
    }
}
