using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Node.Consul.Filter;

/// <summary>The fields that a kind of entry has for filters.</summary>
internal sealed class FilterSchema<T>
{
    private readonly Dictionary<string, FilterField<T>> _fields = new(StringComparer.Ordinal);

    public FilterSchema<T> Text(string name, Func<T, string> read) =>
        Add(name, new(FilterKind.Text, e => [FilterValue.Of(read(e))]));

    public FilterSchema<T> Texts(string name, Func<T, IEnumerable<string>> read) =>
        Add(name, new(FilterKind.Text, e => read(e).Select(static t => FilterValue.Of(t))));

    public FilterSchema<T> Number(string name, Func<T, int> read) => Add(
        name, new(FilterKind.Number, e => [FilterValue.Of(read(e).ToString(CultureInfo.InvariantCulture))]));

    public FilterSchema<T> Flag(string name, Func<T, bool> read) =>
        Add(name, new(FilterKind.Flag, e => [FilterValue.Of(read(e) ? "true" : "false")]));

    public FilterSchema<T> List(string name, Func<T, IReadOnlyCollection<string>> read) =>
        Add(name, new(FilterKind.List, e => [FilterValue.Of(read(e))]));

    public FilterSchema<T> Lists(string name, Func<T, IEnumerable<IReadOnlyCollection<string>>> read) =>
        Add(name, new(FilterKind.List, e => read(e).Select(static l => FilterValue.Of(l))));

    public FilterSchema<T> Map(string name, Func<T, ValueMap<string>> read) => Add(
        name,
        new(FilterKind.Map, e => [FilterValue.Of([.. read(e).Keys])]) { ReadKey = (e, key) => read(e).GetValueOrDefault(key) });

    /// <summary>The field of that path; null: there is none.</summary>
    public FilterField<T>? Find(ValueList<string> path)
    {
        if (_fields.TryGetValue(string.Join('.', path), out var field))
            return field;
        if (path.Count < 2
            || !_fields.TryGetValue(string.Join('.', path.Take(path.Count - 1)), out var map)
            || map.ReadKey is not { } readKey)
        {
            return null;
        }

        var key = path[^1];
        return new FilterField<T>(FilterKind.Text, e => [FilterValue.Of(readKey(e, key))]);
    }

    private FilterSchema<T> Add(string name, FilterField<T> field)
    {
        _fields.Add(name, field);
        return this;
    }
}
