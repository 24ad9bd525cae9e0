using Mesh.Telemetry;

namespace Mesh.Node.Metrics;

/// <summary>
/// Requests of each door, by how they ended and how long they took. Written where a lookup is answered, so its cells are made
/// beforehand and nothing is allocated. A request that waits by its nature, such as a blocking query, is counted alone.
/// </summary>
internal sealed class DoorFigures
{
    private static readonly int Outcomes = Enum.GetValues<DoorOutcome>().Length;
    private static readonly int Doors = Enum.GetValues<DoorName>().Length;

    private readonly MetricCell[] _requests = [.. Enumerable.Range(0, Doors * Outcomes).Select(_ => new MetricCell(isHistogram: true))];
    private readonly MetricCell[] _waits = [.. Enumerable.Range(0, Doors).Select(_ => new MetricCell(isHistogram: false))];

    public void Record(DoorName door, DoorOutcome outcome, TimeSpan took) =>
        _requests[((int)door * Outcomes) + (int)outcome].Record(took.TotalSeconds);

    public void Waited(DoorName door) => _waits[(int)door].Add(1);

    /// <summary>Requests of a door since the start that ended so.</summary>
    public long CountOf(DoorName door, DoorOutcome outcome) => _requests[((int)door * Outcomes) + (int)outcome].Read().Buckets!.Sum();

    /// <summary>Those of a door that wait by their nature and have ended.</summary>
    public long WaitsOf(DoorName door) => (long)_waits[(int)door].Read().Value;

    /// <summary>Doors and outcomes that have not been seen are left out.</summary>
    public IReadOnlyList<MetricFamily> Families() =>
    [
        new(
            PrometheusText.Name(MeshInstruments.DoorRequestDuration, "s", PrometheusText.Histogram),
            PrometheusText.Histogram,
            "Requests by door and outcome, without those that wait by their nature",
            [.. from door in Enum.GetValues<DoorName>()
                from outcome in Enum.GetValues<DoorOutcome>()
                let cell = _requests[((int)door * Outcomes) + (int)outcome]
                where !cell.IsEmpty
                select (Labels(new(MeshAttributes.Door, Word(door)), new(MeshAttributes.Outcome, Word(outcome))), cell)]),
        new(
            PrometheusText.Name(MeshInstruments.DoorWaits, "{request}", PrometheusText.Counter),
            PrometheusText.Counter,
            "Blocking queries, watches and streams that have ended, by door",
            [.. Enum.GetValues<DoorName>()
                .Where(d => !_waits[(int)d].IsEmpty)
                .Select(d => (Labels(new KeyValuePair<string, object?>(MeshAttributes.Door, Word(d))), _waits[(int)d]))]),
    ];

    private static string Labels(params ReadOnlySpan<KeyValuePair<string, object?>> tags) => PrometheusText.Labels(tags);

    private static string Word(DoorOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Word(DoorName door) => door is DoorName.EtcdJson ? "etcd_json" : door.ToString().ToLowerInvariant();
}
