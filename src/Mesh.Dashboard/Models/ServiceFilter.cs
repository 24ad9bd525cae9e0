using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>Which services the list shows, and how they are sorted: what its address says.</summary>
internal sealed record ServiceFilter
{
    public static readonly ServiceFilter None = new();

    /// <summary>The longest text that is taken from an address, in characters.</summary>
    public const int MostText = 128;

    /// <summary>Part of the service's name.</summary>
    public string Text { get; init; } = "";

    public string Status { get; init; } = "";

    public string Standing { get; init; } = "";

    public string Zone { get; init; } = "";

    public string Tag { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Part of the address of the node that owns an instance.</summary>
    public string Owner { get; init; } = "";

    public ServiceSort Sort { get; init; }

    public static ServiceFilter Of(Func<string, string?> query) => new()
    {
        Text = Cut(query("q")),
        Status = Cut(query("status")),
        Standing = Cut(query("standing")),
        Zone = Cut(query("zone")),
        Tag = Cut(query("tag")),
        Version = Cut(query("version")),
        Owner = Cut(query("owner")),
        Sort = Enum.TryParse<ServiceSort>(query("sort"), ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : ServiceSort.Name,
    };

    /// <summary>What stands in the address; null: it is left out.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["q"] = Said(Text),
        ["status"] = Said(Status),
        ["standing"] = Said(Standing),
        ["zone"] = Said(Zone),
        ["tag"] = Said(Tag),
        ["version"] = Said(Version),
        ["owner"] = Said(Owner),
        ["sort"] = Sort is ServiceSort.Name ? null : Sort.ToString().ToLowerInvariant(),
    };

    /// <summary>All that is said of instances must hold for one and the same.</summary>
    public bool Matches(ServiceView service)
    {
        if (Text.Length > 0 && !service.Name.Value.Contains(Text, StringComparison.OrdinalIgnoreCase))
            return false;
        if (this is { Status: "", Standing: "", Zone: "", Tag: "", Version: "", Owner: "" })
            return true;
        foreach (var view in service.Instances)
        {
            if (Matches(view))
                return true;
        }

        return false;
    }

    private bool Matches(InstanceView view) =>
        Is(Status, view.Instance.Status.ToString())
        && Is(Standing, view.Standing.ToString())
        && Is(Zone, view.Instance.Zone)
        && Is(Version, view.Instance.Version)
        && (Tag.Length == 0 || view.Instance.Tags.Any(t => Is(Tag, t)))
        && (Owner.Length == 0 || view.Owner.Address.Contains(Owner, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string wanted, string value) =>
        wanted.Length == 0 || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);

    private static string Cut(string? text) => text is null ? "" : text.Length > MostText ? text[..MostText] : text;

    private static string? Said(string text) => text.Length == 0 ? null : text;
}
