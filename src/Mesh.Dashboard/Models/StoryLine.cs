using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>A step of an instance's story: who saw what, when, on which evidence.</summary>
/// <param name="SinceLast">From the step before, by the clocks of whoever recorded them; below zero: those differ.</param>
internal sealed record StoryLine(DateTimeOffset At, TimeSpan? SinceLast, string Observer, string Change, string Cause, string Detail, Tone Tone)
{
    public static IReadOnlyList<StoryLine> Of(IReadOnlyList<CatalogEvent> events) =>
    [
        .. events.Select((e, i) => new StoryLine(
            e.At,
            i == 0 ? null : e.At - events[i - 1].At,
            e.Evidence.Observer,
            e.Change,
            CauseText.Of(e.Evidence.Cause),
            e.Evidence.Detail,
            CauseText.ToneOf(e.Evidence.Cause))),
    ];
}
