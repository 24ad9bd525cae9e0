using System.Globalization;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Consul.Json;

/// <summary>
/// The fields of one JSON object, as Consul's clients write them: in any case, with or without underscores. Null and
/// absent are one. A value of the wrong kind is noted as a fault and read as absent; fields nobody asks for are ignored.
/// </summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<InvalidField> _faults;

    public FieldReader(JsonElement element, string path, List<InvalidField> faults)
    {
        _path = path;
        _faults = faults;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind is not JsonValueKind.Null && TryName(property, out var name))
                _fields[Fold(name)] = property.Value;
        }
    }

    /// <summary>Says the object nothing? Clients whose types have all fields send those that they do not use empty.</summary>
    public bool IsEmpty => _fields.Values.All(IsZero);

    public bool Has(string field) => _fields.ContainsKey(Fold(field));

    /// <summary>Is the field there with more than the value that it would have if it were not?</summary>
    public bool Says(string field) => Find(field, out var value) && !IsZero(value);

    /// <summary>The value of a field that says something, as it is; else null.</summary>
    public JsonElement? Value(string field) => Find(field, out var value) && !IsZero(value) ? value : null;

    public string Text(string field)
    {
        if (!Find(field, out var value))
            return "";
        return value.ValueKind is JsonValueKind.String && TryText(value, out var text)
            ? text
            : Wrong(field, value, "must be a string", "");
    }

    /// <summary>The first of several names of one field that says something.</summary>
    public string Text(string field, string alias) => Text(field) is { Length: > 0 } text ? text : Text(alias);

    public int? Number(string field)
    {
        if (!Find(field, out var value))
            return null;
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : Wrong<int?>(field, value, "must be a whole number of 32 bits", null);
    }

    public bool Flag(string field)
    {
        if (!Find(field, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind is JsonValueKind.True
            : Wrong(field, value, "must be true or false", false);
    }

    /// <summary>A duration in Go's text or as a number of nanoseconds; zero when it says nothing.</summary>
    public TimeSpan Duration(string field)
    {
        if (!Find(field, out var value))
            return TimeSpan.Zero;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var nanoseconds) && nanoseconds >= 0)
        {
            // Rounded up: what is not zero must not become zero.
            var (ticks, rest) = Math.DivRem(nanoseconds, TimeSpan.NanosecondsPerTick);
            return TimeSpan.FromTicks(rest > 0 ? ticks + 1 : ticks);
        }

        if (value.ValueKind is JsonValueKind.String && TryText(value, out var text))
        {
            if (text.Length == 0)
                return TimeSpan.Zero;
            if (DurationText.TryParse(text, out var span))
                return span;
        }

        return Wrong(field, value, "must be a duration such as 10s or 1m30s, or a number of nanoseconds", TimeSpan.Zero);
    }

    public IReadOnlyList<string> Texts(string field)
    {
        if (!Find(field, out var value))
            return [];
        return Texts(field, value);
    }

    public IReadOnlyList<string> Texts(string field, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Array)
            return Wrong<IReadOnlyList<string>>(field, value, "must be a list of strings", []);
        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (!TryTextOrNull(item, out var text))
                return Wrong<IReadOnlyList<string>>(field, item, "must be a list of strings", []);
            texts.Add(text);
        }

        return texts;
    }

    public ValueMap<string> Map(string field) => ValueMap<string>.From(Entries(field).Select(e =>
        TryTextOrNull(e.Value, out var text)
            ? KeyValuePair.Create(e.Key, text)
            : KeyValuePair.Create(e.Key, Wrong($"{field}.{e.Key}", e.Value, "must be a string", ""))));

    /// <summary>The properties of an object that is a map, with their names as they are.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Entries(string field)
    {
        if (!Find(field, out var value))
            yield break;
        if (value.ValueKind is not JsonValueKind.Object)
        {
            Wrong(field, value, "must be an object", 0);
            yield break;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (TryName(property, out var name))
                yield return KeyValuePair.Create(name, property.Value);
        }
    }

    public FieldReader? Object(string field) => Find(field, out var value) ? Object(field, value) : null;

    public IReadOnlyList<FieldReader> Objects(string field)
    {
        if (!Find(field, out var value))
            return [];
        if (value.ValueKind is not JsonValueKind.Array)
            return Wrong<IReadOnlyList<FieldReader>>(field, value, "must be a list of objects", []);
        var objects = new List<FieldReader>();
        foreach (var item in value.EnumerateArray())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{field}[{objects.Count}]");
            if (Object(name, item) is not { } found)
                return [];
            objects.Add(found);
        }

        return objects;
    }

    public FieldReader? Object(string field, JsonElement value) => value.ValueKind is JsonValueKind.Object
        ? new FieldReader(value, $"{_path}{field}.", _faults)
        : Wrong<FieldReader?>(field, value, "must be an object", null);

    /// <summary>A fault that is told in these words alone: those of Consul, which its clients look for.</summary>
    public void Fail(string words) => _faults.Add(new InvalidField("", "", words));

    public void Refuse(string field, string value, string bound) =>
        _faults.Add(new InvalidField(_path + field, ShortText.Of(value), bound));

    private bool Find(string field, out JsonElement value) => _fields.TryGetValue(Fold(field), out value);

    private T Wrong<T>(string field, JsonElement value, string bound, T fallback)
    {
        Refuse(field, value.GetRawText(), bound);
        return fallback;
    }

    private bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            Refuse("", "", "has the name of a field that is not well-formed text");
            name = "";
            return false;
        }
    }

    /// <summary>Null is the empty text, as Go reads it.</summary>
    private static bool TryTextOrNull(JsonElement value, out string text)
    {
        text = "";
        return value.ValueKind is JsonValueKind.Null || (value.ValueKind is JsonValueKind.String && TryText(value, out text));
    }

    private static bool IsZero(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals(""u8),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(p => IsZero(p.Value)),
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.True => false,
        _ => true,
    };

    private static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
