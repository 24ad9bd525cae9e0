namespace Mesh.Dashboard.Doors;

/// <summary>A door on its page.</summary>
/// <param name="Call">To copy; empty: people do not call it.</param>
/// <param name="Count">Null: it counts nothing.</param>
/// <param name="Rate">Requests per second; null: not known yet.</param>
/// <param name="Refusals">The same, of those that were refused.</param>
internal sealed record DoorRow(DoorFact Fact, string Call, DoorCount? Count, double? Rate, double? Refusals)
{
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<DoorRow> Of(IReadOnlyList<DoorFact> doors, DoorLog log)
    {
        var counts = log.Latest;
        return
        [
            .. doors.Select(d => new DoorRow(
                d,
                DoorCall.Of(d),
                counts.TryGetValue(d.Name, out var count) ? count : null,
                log.RateOf(d.Name, static c => c.All, Lately),
                log.RateOf(d.Name, static c => c.Refused, Lately))),
        ];
    }
}
