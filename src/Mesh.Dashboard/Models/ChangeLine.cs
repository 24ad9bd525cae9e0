using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>A change as it is listed.</summary>
/// <param name="Number">Counts up within the process.</param>
/// <param name="At">When this node saw it.</param>
/// <param name="What">In words: "passing → critical".</param>
internal sealed record ChangeLine(long Number, DateTimeOffset At, ChangeKind Kind, string Service, string Id, string What, Tone Tone)
{
    public ChangeSort Sort { get; private init; }

    /// <param name="before">What was known of the instance; null: nothing.</param>
    public static ChangeLine Of(long number, DateTimeOffset at, CatalogChange change, InstanceView? before)
    {
        var (what, tone) = Told(change, before);
        return new(number, at, change.Kind, change.Service.Value, change.Instance?.Instance.Id.Value ?? "", what, tone)
        {
            Sort = SortOf(change, before),
        };
    }

    private static ChangeSort SortOf(CatalogChange change, InstanceView? before) => (change.Kind, change.Instance) switch
    {
        (ChangeKind.Removed, _) => ChangeSort.Removed,
        (ChangeKind.Added, _) => ChangeSort.Added,
        (_, null) => ChangeSort.Missed,
        (_, { } now) when before is null || before.Instance.Status != now.Instance.Status => ChangeSort.Status,
        (_, { } now) when before!.Standing != now.Standing => ChangeSort.Standing,
        (_, { } now) when before!.Owner != now.Owner => ChangeSort.Owner,
        _ => ChangeSort.Record,
    };

    private static (string What, Tone Tone) Told(CatalogChange change, InstanceView? before) => (change.Kind, change.Instance) switch
    {
        (ChangeKind.Removed, _) => ("removed", Tone.Notice),
        (ChangeKind.Added, { } now) => ($"added, {Mark.Of(now.Instance.Status).Text}", Tone.Good),
        (_, { } now) when before is not null => Difference(before, now),
        (_, { } now) => ($"changed, {Mark.Of(now.Instance.Status).Text}", Tone.Quiet),
        _ => ("changes were missed here", Tone.Notice),
    };

    private static (string What, Tone Tone) Difference(InstanceView before, InstanceView now)
    {
        var said = new List<string>();
        var tone = Tone.Quiet;
        if (before.Instance.Status != now.Instance.Status)
        {
            said.Add($"{Mark.Of(before.Instance.Status).Text} → {Mark.Of(now.Instance.Status).Text}");
            tone = Mark.Of(now.Instance.Status).Tone;
        }

        if (before.Standing != now.Standing)
        {
            said.Add($"{Mark.Of(before.Standing).Text} → {Mark.Of(now.Standing).Text}");
            tone = (Tone)Math.Max((int)tone, (int)Mark.Of(now.Standing).Tone);
        }

        if (before.Owner != now.Owner)
            said.Add($"owner {before.Owner.Address} → {now.Owner.Address}");
        if (before.Instance.Weight != now.Instance.Weight)
            said.Add($"weight {before.Instance.Weight} → {now.Instance.Weight}");
        if (before.Instance.Version != now.Instance.Version)
            said.Add($"version {before.Instance.Version} → {now.Instance.Version}");
        return (said.Count > 0 ? string.Join(", ", said) : "its record changed", tone);
    }
}
