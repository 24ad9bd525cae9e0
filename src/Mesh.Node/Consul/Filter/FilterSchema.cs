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
        Add(name, new(FilterKind.List, e => [FilterValue.Of(read(e))]) { Elements = e => Numbered(read(e)) });

    public FilterSchema<T> Lists(string name, Func<T, IEnumerable<IReadOnlyCollection<string>>> read) =>
        Add(name, new(FilterKind.List, e => read(e).Select(static l => FilterValue.Of(l)))
        {
            Elements = e => Numbered(read(e).SelectMany(static l => l)),
        });

    public FilterSchema<T> Map(string name, Func<T, ValueMap<string>> read) => Add(
        name,
        new(FilterKind.Map, e => [FilterValue.Of([.. read(e).Keys])])
        {
            ReadKey = (e, key) => read(e).GetValueOrDefault(key),
            Elements = e => read(e).Select(static m => new FilterElement(m.Key, m.Value)),
        });

    /// <summary>A map of addresses, each with a port.</summary>
    public FilterSchema<T> Map(string name, Func<T, ValueMap<string>> addresses, Func<T, ValueMap<int>> ports) => Add(
        name,
        new(FilterKind.Map, e => [FilterValue.Of([.. addresses(e).Keys])])
        {
            ReadKey = (e, key) => addresses(e).GetValueOrDefault(key),
            FieldOfKey = (key, field) => field switch
            {
                "Address" => new(FilterKind.Text, e => [FilterValue.Of(addresses(e).GetValueOrDefault(key))]),
                "Port" => new(FilterKind.Number, e => [FilterValue.Of(PortOf(ports(e), key))]),
                _ => null,
            },
            Elements = e => addresses(e).Select(static m => new FilterElement(m.Key, m.Value)),
        });

    /// <summary>A list of records: each field of theirs is one of the list, and "any" finds those that have several at once.</summary>
    /// <param name="id">What stands for a record where the list itself is compared.</param>
    public FilterSchema<T> Records<TRecord>(
        string name, Func<T, IEnumerable<TRecord>> read, FilterSchema<TRecord> schema, Func<TRecord, string> id)
        where TRecord : notnull
    {
        Add(name, new(FilterKind.List, e => [FilterValue.Of([.. read(e).Select(id)])])
        {
            Elements = e => read(e).Select((r, i) => new FilterElement(i.ToString(CultureInfo.InvariantCulture), r)),
            ElementField = path => path.Count == 0 ? null : schema.Find(path)?.Untyped(),
        });
        foreach (var (field, of) in schema._fields)
        {
            Add($"{name}.{field}", new(of.Kind, e => read(e).SelectMany(of.Read))
            {
                Elements = of.Elements is { } elements ? e => read(e).SelectMany(elements) : null,
                ElementField = of.ElementField,
            });
        }

        return this;
    }

    /// <summary>The field of that path; null: there is none.</summary>
    public FilterField<T>? Find(ValueList<string> path)
    {
        if (_fields.TryGetValue(string.Join('.', path), out var field))
            return field;
        if (path.Count > 2
            && _fields.TryGetValue(string.Join('.', path.Take(path.Count - 2)), out var records)
            && records.FieldOfKey is { } fieldOfKey)
        {
            return fieldOfKey(path[^2], path[^1]);
        }

        if (path.Count < 2
            || !_fields.TryGetValue(string.Join('.', path.Take(path.Count - 1)), out var map)
            || map.ReadKey is not { } readKey)
        {
            return null;
        }

        var key = path[^1];
        return new FilterField<T>(FilterKind.Text, e => [FilterValue.Of(readKey(e, key))]);
    }

    private static string? PortOf(ValueMap<int> ports, string key) =>
        ports.TryGetValue(key, out var port) ? port.ToString(CultureInfo.InvariantCulture) : null;

    private static IEnumerable<FilterElement> Numbered(IEnumerable<string> items) =>
        items.Select(static (item, i) => new FilterElement(i.ToString(CultureInfo.InvariantCulture), item));

    private FilterSchema<T> Add(string name, FilterField<T> field)
    {
        _fields.Add(name, field);
        return this;
    }
}
