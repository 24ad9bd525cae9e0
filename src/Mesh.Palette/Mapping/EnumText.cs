using Mesh.Catalog;

namespace Mesh.Palette.Mapping;

/// <summary>Enumerations as the API writes them: their names in lower case.</summary>
internal static class EnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All[Array.IndexOf(Names<T>.Values, value)];

    /// <summary>Reads a name, or adds a fault that lists the names there are.</summary>
    public static T Read<T>(string field, string text, List<InvalidField> faults)
        where T : struct, Enum
    {
        var index = Array.FindIndex(
            Names<T>.All, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return Names<T>.Values[index];
        faults.Add(new(field, ShortText.Of(text), $"must be one of {string.Join(", ", Names<T>.All)}"));
        return default;
    }

    public static T? ReadOptional<T>(string field, string? text, List<InvalidField> faults)
        where T : struct, Enum => text is null ? null : Read<T>(field, text, faults);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();

        public static readonly string[] All = [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())];
    }
}
