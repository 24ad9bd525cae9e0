using System.Collections.Immutable;
using System.Globalization;
using Mesh.Catalog;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

/// <summary>Instances as people read them.</summary>
internal static class InstanceViews
{
    public static PaletteView Table(IEnumerable<InstanceModel> instances, params IEnumerable<string> lines) => new()
    {
        Columns = ["ID", "ADDRESS", "STATUS", "STANDING", "LIFETIME", "ZONE", "VERSION", "WEIGHT", "TAGS", "OWNER"],
        Rows =
        [
            .. instances.Select(i => (ImmutableArray<string>)
            [
                i.Id,
                HostPort.Text(i.Host, i.Port),
                i.Status,
                i.Unconfirmed ? i.Standing + " (unconfirmed)" : i.Standing,
                i.Lifetime,
                i.Zone,
                i.Version,
                i.Weight.ToString(CultureInfo.InvariantCulture),
                string.Join(",", i.Tags),
                i.Owner,
            ]),
        ],
        Lines = [.. lines],
    };

    /// <summary>One line of a watch.</summary>
    public static PaletteView Line(WatchEvent item) => item.Instance is { } i
        ? PaletteView.Of($"{item.Revision} {item.Change} {i.Service}/{i.Id} {HostPort.Text(i.Host, i.Port)} {i.Status} {i.Standing}")
        : PaletteView.Of($"{item.Revision} {item.Change}");
}
