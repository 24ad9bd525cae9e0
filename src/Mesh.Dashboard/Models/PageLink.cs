namespace Mesh.Dashboard.Models;

/// <summary>Addresses of pages, relative to where the dashboard is mounted. Names are escaped: an id may hold a slash.</summary>
internal static class PageLink
{
    public const string Overview = "./";
    public const string Services = "services";
    public const string Topology = "topology";
    public const string Changes = "changes";
    public const string Keys = "keys";

    public static string Service(string service) => $"service/{Uri.EscapeDataString(service)}";

    /// <summary>Ids go in the query: a path would lose the dots and slashes that they may have.</summary>
    public static string Story(string service, string id) =>
        $"story?service={Uri.EscapeDataString(service)}&id={Uri.EscapeDataString(id)}";

    public static string ServicesWith(string field, string value) => $"services?{field}={Uri.EscapeDataString(value)}";

    /// <summary>Keys are written as <see cref="KeyText"/> writes them; the parts that say nothing are left out.</summary>
    public static string KeysOf(string prefix, string after = "", string key = "", bool isHex = false)
    {
        var parts = new[] { ("prefix", prefix), ("after", after), ("key", key), ("form", isHex ? "hex" : "") }
            .Where(static p => p.Item2.Length > 0)
            .Select(static p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}")
            .ToArray();
        return parts.Length == 0 ? Keys : $"{Keys}?{string.Join('&', parts)}";
    }
}
