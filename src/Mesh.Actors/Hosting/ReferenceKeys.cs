using Akka.Configuration.Hocon;

namespace Mesh.Hosting;

/// <summary>
/// The keys of the built-in mesh.conf, which names those of all programs: what it has is no slip of the pen, even in a
/// program that has no use for it.
/// </summary>
internal static class ReferenceKeys
{
    /// <param name="path">Down to the name that is not known, such as "mesh.consul". What is below a list is in no reference.</param>
    public static bool Has(string path)
    {
        var at = MeshHocon.Reference.Root;
        foreach (var name in path.Split('.'))
        {
            if (!at.IsObject() || !at.GetObject().Items.TryGetValue(name, out var child))
                return false;
            at = child;
        }

        return true;
    }

    /// <summary>An empty list, or an empty text.</summary>
    public static bool IsNothing(HoconValue value) =>
        !value.IsObject() && !value.IsArray() && string.IsNullOrEmpty(value.GetString());
}
