using System.Globalization;
using Mesh.Catalog;
using Mesh.Remote;

namespace Mesh.Palette.Mapping;

/// <summary>Reads single fields; what is wrong goes to a list of faults with field, value and bound.</summary>
internal static class FieldText
{
    /// <summary>The longest value of a query parameter.</summary>
    public const int MaxQueryValue = 512;

    public static InstanceKey Key(string service, string id, List<InvalidField> faults) =>
        new(Service(service, faults), Id(id, faults));

    public static ServiceName Service(string service, List<InvalidField> faults)
    {
        if (!ServiceName.TryParse(service, out var name, out var error))
            faults.Add(Fault("service", service, error));
        return name;
    }

    /// <summary>A service of this mesh, or "orders@eu" of another one, in the form in which it is kept.</summary>
    public static string ServiceAnywhere(string service, List<InvalidField> faults)
    {
        if (!RemoteName.IsRemote(service))
            return Service(service, faults).Value;
        if (RemoteName.TryParse(service, out var name, out var error))
            return name.ToString();
        faults.Add(Fault(error.StartsWith("mesh: ", StringComparison.Ordinal) ? "mesh" : "service", service, error));
        return "";
    }

    public static InstanceId Id(string id, List<InvalidField> faults)
    {
        if (!InstanceId.TryParse(id, out var parsed, out var error))
            faults.Add(Fault("id", id, error));
        return parsed;
    }

    public static TimeSpan? Duration(string field, string? text, List<InvalidField> faults)
    {
        if (text is null)
            return null;
        if (DurationText.TryParse(text, out var value, out var error))
            return value;
        faults.Add(new(field, ShortText.Of(text), error));
        return null;
    }

    public static TimeSpan? Duration(
        string field, string? text, TimeSpan low, TimeSpan high, List<InvalidField> faults)
    {
        var value = Duration(field, text, faults);
        if (value < low || value > high)
        {
            var bound = $"must be {DurationText.Format(low)} to {DurationText.Format(high)}";
            faults.Add(new(field, ShortText.Of(text!), bound));
        }

        return value;
    }

    public static long? Number(string field, string? text, long low, long high, List<InvalidField> faults)
    {
        if (text is null)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= low && value <= high)
        {
            return value;
        }

        faults.Add(new(field, ShortText.Of(text), $"must be a whole number, {low} to {high}"));
        return null;
    }

    public static void Length(string field, string? text, int bound, List<InvalidField> faults)
    {
        if (text?.Length > bound)
        {
            faults.Add(new(
                field, ShortText.Of(text), $"must have at most {bound} characters, has {text.Length}"));
        }
    }

    /// <summary>The messages of the catalogue begin with the field, which a fault names apart.</summary>
    private static InvalidField Fault(string field, string value, string error)
    {
        var bound = error.StartsWith(field + ": ", StringComparison.Ordinal) ? error[(field.Length + 2)..] : error;
        // What a fault quotes as its value need not be quoted again.
        var quoted = $"'{value}' ";
        return new(
            field,
            ShortText.Of(value),
            bound.StartsWith(quoted, StringComparison.Ordinal) ? bound[quoted.Length..] : bound);
    }
}
