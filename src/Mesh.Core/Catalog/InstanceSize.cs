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

    /// <summary>Bytes of UTF-8 that the texts take which a client may make long; exact only where it comes near the bound.</summary>
    public static int TextBytes(ServiceInstance instance)
    {
        // A code unit takes three bytes at most.
        var most = Sum(instance, static text => 3 * text.Length);
        return most <= InstanceLimits.TextBytes ? most : Sum(instance, System.Text.Encoding.UTF8.GetByteCount);
    }

    private static int Sum(ServiceInstance instance, Func<string, int> of)
    {
        var sum = Sum(instance.Health, of) + Sum(instance.Metadata, of);
        foreach (var tag in instance.Tags)
            sum += of(tag);
        foreach (var check in instance.Checks)
            sum += of(check.Id) + of(check.Name) + of(check.Notes) + Sum(check.Terms, of);
        return sum;
    }

    private static int Sum(HealthTerms terms, Func<string, int> of) =>
        of(terms.Target) + of(terms.Body) + of(terms.ServerName) + Sum(terms.Headers, of);

    private static int Sum(ValueMap<string> map, Func<string, int> of)
    {
        var sum = 0;
        foreach (var (key, value) in map.AsSpan())
            sum += of(key) + of(value);
        return sum;
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
