using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>What to say beside a key that is not known.</summary>
internal static class UnknownKey
{
    /// <param name="otherwise">When no name is near enough.</param>
    public static string Hint(string wrong, IEnumerable<string> known, string otherwise = "") =>
        NearestName.Of(wrong, known) is { } near ? $"; did you mean {near}?" : otherwise;

    public static IEnumerable<string> HoconNames(OptionTree tree) => Names(
        tree.Root, "mesh", (path, node) => node.HoconNames.Select(n => $"{path}.{n}"));

    public static IEnumerable<string> ConfigurationNames(OptionTree tree) => Names(
        tree.Root, OptionNames.Root, (path, node) => [$"{path}:{node.Name}"]);

    private static IEnumerable<string> Names(OptionNode node, string path, Func<string, OptionNode, IEnumerable<string>> name) =>
        node.Children.SelectMany(child =>
        {
            string[] own = [.. name(path, child)];
            return child.Shape is OptionShape.Section ? [.. own, .. Names(child, own[0], name)] : own;
        });
}
