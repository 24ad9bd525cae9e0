using Akka.Configuration.Hocon;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>Turns a section "mesh" of HOCON into configuration keys, as the tree of known keys says.</summary>
/// <param name="source">Named in errors.</param>
internal sealed class HoconReader(string source, OptionTree tree)
{
    private readonly Dictionary<string, string?> _options = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string?> Options => _options;

    /// <exception cref="MeshHoconException">A key is not known, or its value cannot be.</exception>
    public void Read(HoconObject section) => ReadSection(section, tree.Root, OptionNames.Root, "mesh");

    private void ReadSection(HoconObject section, OptionNode node, string key, string path)
    {
        foreach (var (name, value) in section.Items)
        {
            var at = $"{path}.{name}";
            if (node.HoconChild(name) is { IsInFiles: true } child)
                ReadValue(value, child, $"{key}:{child.Name}", at);
            else
                PassOver(value, at, unknown: at);
        }
    }

    /// <summary>A key that another program has a use for; its section is read to the end, or slips of the pen in it were told by none.</summary>
    private void PassOver(HoconValue value, string at, string unknown)
    {
        if (!ReferenceKeys.Has(at, unknown))
            throw Fault($"{at} is not a key{UnknownKey.Hint(at, UnknownKey.HoconNames(tree), "; see hocon/mesh.conf")}");
        if (!value.IsObject())
            return;
        foreach (var (name, item) in value.GetObject().Items)
            PassOver(item, $"{at}.{name}", unknown);
    }

    private void ReadValue(HoconValue value, OptionNode node, string key, string path)
    {
        switch (node.Shape)
        {
            case OptionShape.Section when value.IsObject():
                ReadSection(value.GetObject(), node, key, path);
                break;
            case OptionShape.Objects when value.IsArray() || value.IsObject():
                ReadObjects(value, node, key, path);
                break;
            // An empty list is no list to Akka's parser.
            case OptionShape.Objects or OptionShape.Map when ReferenceKeys.IsNothing(value):
                break;
            case OptionShape.Map when value.IsObject():
                foreach (var (name, item) in value.GetObject().Items)
                    Take($"{key}:{name}", node, item, $"{path}.{name}");
                break;
            case OptionShape.Values:
                ReadValues(value, node, key, path);
                break;
            case OptionShape.Value when !value.IsObject() && !value.IsArray():
                Take(key, node, value, path);
                break;
            default:
                throw Fault($"{path} must be {Form(node.Shape)}");
        }
    }

    private static string Form(OptionShape shape) => shape switch
    {
        OptionShape.Value => "one value",
        OptionShape.Objects => "a list of sections in braces",
        _ => "a section in braces",
    };

    private void ReadObjects(HoconValue value, OptionNode node, string key, string path)
    {
        var items = value.IsArray()
            ? value.GetArray().Select((item, i) => KeyValuePair.Create($"{i}", item))
            : value.GetObject().Items;
        foreach (var (name, item) in items)
        {
            if (!item.IsObject())
                throw Fault($"{path}.{name} must be a section in braces");
            // What no property stands for has a reader of its own, which says what is wrong.
            if (node.Property is null)
                ReadAny(item, node, $"{key}:{name}");
            else
                ReadSection(item.GetObject(), node, $"{key}:{name}", $"{path}.{name}");
        }
    }

    private void ReadAny(HoconValue value, OptionNode? node, string key)
    {
        if (value.IsObject())
        {
            foreach (var (name, item) in value.GetObject().Items)
            {
                var child = node?.HoconChild(name);
                ReadAny(item, child, $"{key}:{child?.Name ?? name}");
            }
        }
        else if (value.IsArray())
        {
            foreach (var (i, item) in value.GetArray().Index())
                ReadAny(item, null, $"{key}:{i}");
        }
        else
        {
            _options[key] = value.GetString();
        }
    }

    private void ReadValues(HoconValue value, OptionNode node, string key, string path)
    {
        if (!value.IsArray())
        {
            // The configuration takes such a text apart.
            _options[key] = value.GetString();
            return;
        }

        var items = value.GetArray();
        if (items.Count == 0)
            _options[key] = "";
        foreach (var (i, item) in items.Index())
            Take($"{key}:{i}", node, item, path);
    }

    private void Take(string key, OptionNode node, HoconValue value, string path)
    {
        var text = value.GetString();
        if (!node.TryRead(text, out var read, out var bound))
            throw Fault($"{path} is '{text}': {bound}");
        _options[key] = read;
    }

    private MeshHoconException Fault(string text) => new($"config file '{source}': {text}");
}
