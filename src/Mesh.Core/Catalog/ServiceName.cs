namespace Mesh.Catalog;

/// <summary>
/// The name of a service: 1 to 128 ASCII letters, digits, '-', '_' or '.'. Names are compared without regard to
/// case, as DNS and Consul do, and kept in lower case.
/// </summary>
public readonly record struct ServiceName : IComparable<ServiceName>
{
    public const int MaxLength = 128;

    private readonly string? _value;

    private ServiceName(string value) => _value = value;

    public string Value => _value ?? "";

    public static ServiceName Parse(string value) =>
        TryParse(value, out var name, out var error) ? name : throw new FormatException(error);

    public static bool TryParse(string? value, out ServiceName name, out string error)
    {
        name = default;
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            error = $"service: length must be 1 to {MaxLength}, got {value?.Length ?? 0}";
            return false;
        }

        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                error = $"service: '{value}' has '{c}'; allowed are ASCII letters, digits, '-', '_' and '.'";
                return false;
            }
        }

        name = new ServiceName(Fold(value));
        error = "";
        return true;
    }

    public int CompareTo(ServiceName other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    /// <summary>The form under which a name is kept; returns the argument itself when it is in that form.</summary>
    public static string Fold(string value)
    {
        foreach (var c in value)
        {
            if (char.IsAsciiLetterUpper(c))
                return value.ToLowerInvariant();
        }

        return value;
    }

    public static bool operator <(ServiceName left, ServiceName right) => left.CompareTo(right) < 0;

    public static bool operator <=(ServiceName left, ServiceName right) => left.CompareTo(right) <= 0;

    public static bool operator >(ServiceName left, ServiceName right) => left.CompareTo(right) > 0;

    public static bool operator >=(ServiceName left, ServiceName right) => left.CompareTo(right) >= 0;
}
