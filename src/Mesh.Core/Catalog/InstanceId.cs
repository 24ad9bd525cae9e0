namespace Mesh.Catalog;

/// <summary>The name of an instance within its service: 1 to 256 characters, none of them a control character.</summary>
public readonly record struct InstanceId : IComparable<InstanceId>
{
    public const int MaxLength = 256;

    private readonly string? _value;

    private InstanceId(string value) => _value = value;

    public string Value => _value ?? "";

    public static InstanceId Parse(string value) =>
        TryParse(value, out var id, out var error) ? id : throw new FormatException(error);

    public static bool TryParse(string? value, out InstanceId id, out string error)
    {
        id = default;
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            error = $"id: length must be 1 to {MaxLength}, got {value?.Length ?? 0}";
            return false;
        }

        if (value.Any(char.IsControl))
        {
            error = "id: control characters are not allowed";
            return false;
        }

        if (!UnicodeText.IsWellFormed(value))
        {
            error = $"id: {UnicodeText.Bound}";
            return false;
        }

        id = new InstanceId(value);
        error = "";
        return true;
    }

    public int CompareTo(InstanceId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(InstanceId left, InstanceId right) => left.CompareTo(right) < 0;

    public static bool operator <=(InstanceId left, InstanceId right) => left.CompareTo(right) <= 0;

    public static bool operator >(InstanceId left, InstanceId right) => left.CompareTo(right) > 0;

    public static bool operator >=(InstanceId left, InstanceId right) => left.CompareTo(right) >= 0;
}
