using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>
/// Lays sources of keys over one another, the strongest last, and notes what is wrong with keys and values. A list of
/// values counts as one value: seeds of a stronger source replace those of a weaker one.
/// </summary>
internal sealed class OptionLayers(OptionTree tree)
{
    private readonly Dictionary<string, string?> _merged = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _fileKeys = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    public IReadOnlyDictionary<string, string?> Merged => _merged;

    public IReadOnlyList<string> Faults => _faults;

    /// <param name="layer">Keys with the root "Mesh"; others are passed over.</param>
    public void Add(IReadOnlyDictionary<string, string?> layer)
    {
        var replaced = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in layer)
        {
            var names = key.Split(':');
            if (names[0].Equals(OptionNames.Root, StringComparison.OrdinalIgnoreCase) && names.Length > 1)
                Place(names, value, replaced);
        }
    }

    /// <summary>Puts what is in the files of secrets in the secrets' places.</summary>
    public void ReadSecrets()
    {
        foreach (var key in _fileKeys)
        {
            var secret = key[..^"File".Length];
            if (!_merged.TryGetValue(key, out var file) || string.IsNullOrEmpty(file))
                continue;
            if (_merged.TryGetValue(secret, out var given) && !string.IsNullOrEmpty(given))
                _faults.Add($"{secret}: either it or {key}, not both");
            else if (SecretFile.TryRead(file, out var read, out var trouble))
                _merged[secret] = read;
            else
                _faults.Add($"{key}: '{file}' cannot be read: {trouble}");
        }
    }

    private void Place(string[] names, string? value, HashSet<string> replaced)
    {
        var node = tree.Root;
        var path = OptionNames.Root;
        for (var i = 1; i < names.Length; i++)
        {
            if (node.Child(names[i]) is not { } child)
            {
                Unknown(string.Join(':', names), string.Join(':', names[..(i + 1)]));
                return;
            }

            node = child;
            path = $"{path}:{child.Name}";
            if (child.Shape is OptionShape.Section)
                continue;
            if (child.Shape is OptionShape.Objects && child.Property is not null && i + 2 < names.Length)
            {
                // Past the place in the list, to a key of the object.
                path = $"{path}:{names[++i]}";
                continue;
            }

            Put(node, path, names[(i + 1)..], value, replaced);
            return;
        }

        if (!string.IsNullOrEmpty(value))
            _faults.Add($"{path}: '{value}' must be a section with {string.Join(", ", node.Children.Select(c => c.Name))}");
    }

    private void Put(OptionNode node, string path, string[] rest, string? value, HashSet<string> replaced)
    {
        switch (node.Shape)
        {
            case OptionShape.Value when rest.Length == 0:
                Take(node, path, value);
                break;
            case OptionShape.Values when rest.Length <= 1:
                if (replaced.Add(path))
                    Forget(path);
                if (rest.Length == 1)
                    Take(node, $"{path}:{rest[0]}", value);
                else
                    Split(node, path, value);
                break;
            case OptionShape.Map when rest.Length == 1:
                Take(node, $"{path}:{rest[0]}", value);
                break;
            case OptionShape.Objects when node.Property is null:
                _merged[string.Join(':', [path, .. rest])] = value;
                break;
            case OptionShape.Objects or OptionShape.Map when rest.Length <= 1 && string.IsNullOrEmpty(value):
                break;
            case OptionShape.Value or OptionShape.Values:
                Unknown(string.Join(':', [path, .. rest]), string.Join(':', [path, .. rest]));
                break;
            default:
                // What stands there may be a secret, which a list of tokens holds.
                _faults.Add($"{string.Join(':', [path, .. rest])}: '...' must be a list of sections");
                break;
        }
    }

    private void Forget(string list)
    {
        foreach (var old in _merged.Keys.Where(k => k.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase)).ToArray())
            _merged.Remove(old);
    }

    private void Split(OptionNode node, string path, string? value)
    {
        var items = value?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        foreach (var (i, item) in items.Index())
            Take(node, $"{path}:{i}", item);
    }

    private void Take(OptionNode node, string key, string? value)
    {
        if (node.IsFileOfSecret)
            _fileKeys.Add(key);
        // A null of JSON says nothing.
        if (value is null)
            return;
        if (node.TryRead(value, out var read, out var bound))
            _merged[key] = read;
        else
            _faults.Add($"{key}: '{(node.IsSecret ? "..." : value)}' {bound}");
    }

    /// <summary>It may be one of another program that reads the same settings.</summary>
    /// <param name="unknown">The key down to the name that is not known.</param>
    private void Unknown(string key, string unknown)
    {
        if (!ReferenceKeys.Has(OptionNames.Hocon(key), OptionNames.Hocon(unknown)))
            _faults.Add($"{key} is not a key{UnknownKey.Hint(key, UnknownKey.ConfigurationNames(tree), "; see docs/operating.md")}");
    }
}
