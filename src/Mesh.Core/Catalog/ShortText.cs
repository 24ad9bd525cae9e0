namespace Mesh.Catalog;

/// <summary>Text from outside as a message quotes it.</summary>
internal static class ShortText
{
    private const int Most = 64;
    private const string Dots = "...";

    /// <summary>The text, or its beginning with dots when it has more than <paramref name="most"/> characters.</summary>
    public static string Of(string value, int most = Most) =>
        value.Length <= most ? value : string.Concat(value.AsSpan(0, most - Dots.Length), Dots);
}
