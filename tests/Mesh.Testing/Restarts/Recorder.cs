using System.Diagnostics;

namespace Mesh.Testing.Restarts;

/// <summary>Writes a history down while it happens. Safe for use by many at once.</summary>
/// <param name="nodesUp">The nodes that must have shown an instance before it is settled.</param>
internal sealed class Recorder(Func<IEnumerable<int>> nodesUp)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Subject> _subjects = [];
    private readonly Dictionary<int, HashSet<int>> _unsettled = [];
    private readonly List<Reading> _readings = [];
    private readonly List<Downtime> _downtimes = [];
    private readonly List<string> _refusals = [];

    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Answers that a living instance must not get, in words.</summary>
    public IReadOnlyList<string> Refusals
    {
        get
        {
            lock (_gate)
                return [.. _refusals];
        }
    }

    public IReadOnlyList<Subject> Subjects
    {
        get
        {
            lock (_gate)
                return [.. _subjects.Values];
        }
    }

    public RestartHistory History
    {
        get
        {
            lock (_gate)
                return new RestartHistory([.. _subjects.Values], [.. _downtimes], [.. _readings]);
        }
    }

    public void Add(Subject subject)
    {
        lock (_gate)
        {
            _subjects.Add(subject.Port, subject);
            _unsettled.Add(subject.Port, []);
        }
    }

    public Subject Find(int port)
    {
        lock (_gate)
            return _subjects[port];
    }

    public void Change(int port, Func<Subject, TimeSpan, Subject> change)
    {
        lock (_gate)
            _subjects[port] = change(_subjects[port], Now);
    }

    public void Refuse(string words)
    {
        lock (_gate)
            _refusals.Add($"{Now.TotalSeconds:0.000} s: {words}");
    }

    public void Add(Downtime downtime)
    {
        lock (_gate)
            _downtimes.Add(downtime);
    }

    public void Add(Reading reading)
    {
        lock (_gate)
        {
            _readings.Add(reading);
            if (reading.Listed is null || _unsettled.Count == 0)
                return;
            foreach (var port in reading.Offered.Where(_unsettled.ContainsKey))
                _unsettled[port].Add(reading.Node);
            int[] up = [.. nodesUp()];
            foreach (var (port, seen) in _unsettled.ToArray())
            {
                if (seen.Count == 0 || !up.All(seen.Contains) || _subjects[port].Registered is null)
                    continue;
                _subjects[port] = _subjects[port] with { Settled = reading.Ended };
                _unsettled.Remove(port);
            }
        }
    }
}
