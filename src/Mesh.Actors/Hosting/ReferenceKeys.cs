using Akka.Configuration.Hocon;

namespace Mesh.Hosting;

/// <summary>
/// The keys of the built-in mesh.conf, which names those of all programs: what it has is no slip of the pen, even in a
/// program that has no use for it.
/// </summary>
internal static class ReferenceKeys
{
    /// <param name="path">The whole of it, such as "mesh.consul.datacenter".</param>
    /// <param name="unknown">
    /// Its beginning, down to the first name that the program does not know, such as "mesh.consul". What is below a list or
    /// in a map of another program is in no reference, and always good.
    /// </param>
    public static bool Has(string path, string unknown)
    {
        var at = MeshHocon.Reference.Root;
        var depth = unknown.Count(c => c == '.') + 1;
        foreach (var (i, name) in path.Split('.').Index())
        {
            if (i >= depth && IsOpen(at))
                return true;
            if (!at.IsObject() || Child(at.GetObject(), name) is not { } child)
                return false;
            at = child;
        }

        return true;
    }

    private static bool IsOpen(HoconValue value) =>
        value.IsArray() || IsNothing(value) || (value.IsObject() && value.GetObject().Items.Count == 0);

    /// <summary>The environment has names in capitals, which do not tell where a dash is.</summary>
    private static HoconValue? Child(HoconObject section, string name) =>
        section.Items.TryGetValue(name, out var exact)
            ? exact
            : section.Items.Where(i => Plain(i.Key).Equals(Plain(name), StringComparison.OrdinalIgnoreCase)).Select(i => i.Value).FirstOrDefault();

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal);

    /// <summary>An empty list, or an empty text.</summary>
    public static bool IsNothing(HoconValue value) =>
        !value.IsObject() && !value.IsArray() && string.IsNullOrEmpty(value.GetString());
}
