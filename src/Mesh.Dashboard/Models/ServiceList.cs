using System.Runtime.CompilerServices;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>The services that a page lists. A row is made once for each state of its service, whoever looks.</summary>
internal static class ServiceList
{
    private static readonly ConditionalWeakTable<ServiceView, ServiceRow> Rows = [];
    private static readonly PerSnapshot<ServiceFilter, List<ServiceRow>> Lists = new();

    /// <summary>For who sees all services: the same list for all who look at the same.</summary>
    public static List<ServiceRow> OfAll(CatalogSnapshot snapshot, ServiceFilter filter) =>
        Lists.Of(snapshot, filter, static (s, f) => [.. Of(s, f, static _ => true)]);

    /// <param name="mayRead">Of the name of a service.</param>
    public static IReadOnlyList<ServiceRow> Of(CatalogSnapshot snapshot, ServiceFilter filter, Func<string, bool> mayRead)
    {
        var rows = snapshot.Services.Values
            .Where(s => filter.Matches(s) && mayRead(s.Name.Value))
            .Select(RowOf);
        return
        [
            .. (filter.Sort switch
            {
                ServiceSort.Trouble => rows.OrderByDescending(static r => r.State.Tone),
                ServiceSort.Size => rows.OrderByDescending(static r => r.Total),
                ServiceSort.Recent => rows.OrderByDescending(static r => r.Revision),
                _ => rows.OrderBy(static r => 0),
            }).ThenBy(static r => r.Name, StringComparer.Ordinal),
        ];
    }

    public static ServiceRow RowOf(ServiceView service) => Rows.GetValue(service, ServiceRow.Of);
}
