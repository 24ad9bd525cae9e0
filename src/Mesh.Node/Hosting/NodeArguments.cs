using System.Text;
using Mesh.Catalog;
using Mesh.Options;
using Mesh.Palette;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Hosting;

/// <summary>
/// The arguments of a node, made from its options: each has the one that follows from its key, and some a short one
/// beside it. Pure.
/// </summary>
internal static class NodeArguments
{
    private const string Files = "config";

    private static readonly IReadOnlyList<(string Key, OptionNode Node)> Keys =
        [.. NodeOptionList.Tree.Keys().OrderBy(k => k.Node.Argument is null)];

    public static IReadOnlyList<PaletteArgument> All { get; } = [.. Keys.SelectMany(k => ArgumentsOf(k.Key, k.Node))];

    public static Mapped<NodeCommand> Read(PaletteInput input, bool isJson)
    {
        var faults = new List<InvalidField>();
        var arguments = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, node) in Keys.Where(k => k.Node.Argument?.Name != Files))
        {
            foreach (var name in NamesOf(key, node).Where(input.Has))
                Read(key, node, name, input.All(name), arguments, faults);
        }

        return new(new NodeCommand(arguments, input.All(Files), isJson), faults);
    }

    /// <summary>The short name, if there is one, and the one that follows from the key.</summary>
    public static IEnumerable<string> NamesOf(string key, OptionNode node) => node.Argument is { } own
        ? new[] { own.Name, OptionNames.Argument(key) }.Distinct()
        : [OptionNames.Argument(key)];

    private static IEnumerable<PaletteArgument> ArgumentsOf(string key, OptionNode node)
    {
        var own = node.Argument;
        return own?.Name == Files ? [Argument(Files, node, isHidden: false)]
            : NamesOf(key, node).Select(n => Argument(n, node, isHidden: own is null || own.IsHidden || n != own.Name));
    }

    private static PaletteArgument Argument(string name, OptionNode node, bool isHidden) => new(name, node.Argument?.Help ?? "")
    {
        ValueName = node.Argument?.Value ?? "VALUE",
        ValueWhenBare = node.Argument?.Bare ?? (node.Type == typeof(bool) ? "true" : null),
        AllowMultiple = node.Shape is OptionShape.Values,
        IsHidden = isHidden,
    };

    private static void Read(
        string key,
        OptionNode node,
        string name,
        IReadOnlyList<string> given,
        Dictionary<string, string?> arguments,
        List<InvalidField> faults)
    {
        if (node.Shape is OptionShape.Objects)
        {
            ReadObjects(key, name, given[0], arguments, faults);
            return;
        }

        foreach (var (i, text) in given.Index())
        {
            var at = node.Shape is OptionShape.Values ? $"{key}:{arguments.Keys.Count(k => k.StartsWith(key + ":", StringComparison.Ordinal))}" : key;
            if (!node.TryRead(text, out var value, out var bound))
                faults.Add(new("--" + name, node.IsSecret ? "..." : ShortText.Of(text), bound));
            else if (OptionText.IsWholeBeyond(node.Property, value, out bound))
                faults.Add(new("--" + name, ShortText.Of(text), bound));
            else if (!arguments.TryAdd(at, value))
                faults.Add(new("--" + name, ShortText.Of(text), $"is given twice, see --{NamesOf(key, node).First()}"));
        }
    }

    /// <summary>A list of objects is written in JSON.</summary>
    private static void ReadObjects(
        string key, string name, string text, Dictionary<string, string?> arguments, List<InvalidField> faults)
    {
        try
        {
            using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "list": {{text}} }"""));
            foreach (var (path, value) in new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("list").AsEnumerable(makePathsRelative: true))
                arguments[path.Length == 0 ? key : $"{key}:{path}"] = value;
        }
        catch (Exception trouble) when (trouble is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            faults.Add(new("--" + name, "...", "must be a list in JSON, with the keys of an appsettings.json"));
        }
    }
}
