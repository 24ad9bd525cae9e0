namespace Mesh.Catalog;

/// <summary>About how many bytes of memory a record takes that shares none of its parts with others.</summary>
internal static class InstanceSize
{
    private const int Record = 256;
    private const int Entry = 16;

    public static int Of(ServiceInstance instance)
    {
        var size = Record + Of(instance.Service.Value) + Of(instance.Id.Value) + Of(instance.Host) + Of(instance.Zone)
            + Of(instance.Version) + Of(instance.Home) + Of(instance.Health);
        foreach (var tag in instance.Tags)
            size += Of(tag);
        foreach (var (name, _) in instance.Ports)
            size += Entry + Of(name);
        foreach (var check in instance.Checks)
            size += Record + Of(check.Id) + Of(check.Name) + Of(check.Notes) + Of(check.Terms);
        return size + Of(instance.Metadata);
    }

    /// <summary>Of a text: UTF-16 and what an object costs.</summary>
    public static int Of(string text) => text.Length == 0 ? 0 : 24 + (2 * text.Length);

    private static int Of(HealthTerms terms) => ReferenceEquals(terms, HealthTerms.None)
        ? 0
        : Record + Of(terms.Target) + Of(terms.Method) + Of(terms.Body) + Of(terms.ServerName) + Of(terms.Headers);

    private static int Of(ValueMap<string> map)
    {
        var size = 0;
        foreach (var (key, value) in map.AsSpan())
            size += Entry + Of(key) + Of(value);
        return size;
    }
}
