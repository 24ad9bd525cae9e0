using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>A service in the list: its instances counted.</summary>
internal sealed record ServiceRow(string Name, int Total, int Offered, int Critical, int Draining, int Unconfirmed, bool FailsOpen)
{
    /// <summary>"2.0, 2.1", at most three and how many more.</summary>
    public required string Versions { get; init; }

    public required string Zones { get; init; }

    public required string Policy { get; init; }

    public required long Revision { get; init; }

    public Mark State => this switch
    {
        { FailsOpen: true } => new("fails open", "!", Tone.Bad),
        { Offered: 0 } => new("none offered", "✕", Tone.Bad),
        { Critical: > 0 } => new($"{Critical} critical", "✕", Tone.Bad),
        { Unconfirmed: > 0 } => new($"{Unconfirmed} in doubt", "?", Tone.Notice),
        { Draining: > 0 } => new($"{Draining} draining", "↓", Tone.Quiet),
        _ => new("all well", "✓", Tone.Good),
    };

    public static ServiceRow Of(ServiceView service)
    {
        var all = service.Instances;
        return new(
            service.Name.Value,
            all.Length,
            all.Count(static i => i.IsOffered),
            all.Count(static i => i.Instance.Status is InstanceStatus.Critical),
            all.Count(static i => i.Instance.Status is InstanceStatus.Draining),
            all.Count(static i => i.Standing is not Standing.Confirmed),
            Availability.FailsOpen(all, service.Policy.FailOpen))
        {
            Versions = Few(all.Select(static i => i.Instance.Version)),
            Zones = Few(all.Select(static i => i.Instance.Zone)),
            Policy = service.Policy.Policy,
            Revision = service.Revision,
        };
    }

    private static string Few(IEnumerable<string> values)
    {
        var some = values.Where(static v => v.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray();
        return some.Length <= 3 ? string.Join(", ", some) : $"{string.Join(", ", some[..3])} and {some.Length - 3} more";
    }
}
