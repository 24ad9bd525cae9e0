using System.Globalization;
using Mesh.Catalog;
using Mesh.Palette.Api;
using Mesh.Palette.Mapping;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Node.Http;

/// <summary>From the catalogue to the targets that Prometheus scrapes. Pure.</summary>
/// <remarks>
/// Instances of every status are targets, for those that fail are the ones to look at; a relabelling rule drops what
/// is not wanted. Labels begin with __meta_ and are gone after relabelling, as Prometheus has it.
/// </remarks>
internal static class TargetMapping
{
    private const string Prefix = "__meta_mesh_";

    public static IReadOnlyList<ScrapeTarget> ToTargets(
        CatalogSnapshot snapshot, TargetQuery query, List<InvalidField> faults)
    {
        var filter = ToFilter(query, faults);
        if (query.Service is not null)
            FieldText.Service(query.Service, faults);
        if (query.Port is not null)
            FieldText.Length("port", query.Port, InstanceLimits.PortNameLength, faults);
        if (faults.Count > 0)
            return [];
        IEnumerable<ServiceView> services = query.Service is null
            ? snapshot.Services.Values.OrderBy(s => s.Name)
            : snapshot.Find(query.Service) is { } one ? [one] : [];
        return
        [
            .. from service in services
               from view in service.Instances
               where filter.Matches(view)
               let port = PortOf(view.Instance, query.Port)
               where port > 0
               select ToTarget(view, port),
        ];
    }

    private static InstanceFilter ToFilter(TargetQuery query, List<InvalidField> faults)
    {
        var filter = FilterMapping.ToFilter(
            new InstancesQuery { Status = query.Status, Tags = query.Tags, Zone = query.Zone }, faults);
        if (query.Meta.Count > InstanceLimits.MetadataEntries)
            faults.Add(new("meta", $"{query.Meta.Count} entries", $"must be at most {InstanceLimits.MetadataEntries}"));
        var metadata = new List<KeyValuePair<string, string>>();
        foreach (var entry in query.Meta)
        {
            FieldText.Length("meta", entry, FieldText.MaxQueryValue, faults);
            if (entry.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
                metadata.Add(new(entry[..equals], entry[(equals + 1)..]));
            else
                faults.Add(new("meta", ShortText.Of(entry), "must be KEY=VALUE"));
        }

        return filter with { Metadata = ValueMap<string>.From(metadata) };
    }

    private static int PortOf(ServiceInstance instance, string? name) =>
        name is null ? instance.Port : instance.Ports.TryGetValue(name, out var port) ? port : 0;

    private static ScrapeTarget ToTarget(InstanceView view, int port)
    {
        var instance = view.Instance;
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "service"] = instance.Service.Value,
            [Prefix + "id"] = instance.Id.Value,
            [Prefix + "zone"] = instance.Zone,
            [Prefix + "version"] = instance.Version,
            [Prefix + "status"] = EnumText.Of(instance.Status),
            [Prefix + "standing"] = EnumText.Of(view.Standing),
            [Prefix + "owner"] = view.Owner.Address,
            // A separator at both ends, so that one rule finds a tag wherever it stands.
            [Prefix + "tags"] = instance.Tags.Count == 0 ? "" : $",{string.Join(',', instance.Tags)},",
        };
        foreach (var (key, value) in instance.Metadata)
            labels[Prefix + "metadata_" + LabelText(key)] = value;
        return new ScrapeTarget([HostAndPort(instance.Host, port)], labels);
    }

    private static string HostAndPort(string host, int port) => host.Contains(':', StringComparison.Ordinal) && host[0] != '['
        ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    /// <summary>Names of labels hold ASCII letters, digits and '_' only.</summary>
    private static string LabelText(string key) =>
        string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
