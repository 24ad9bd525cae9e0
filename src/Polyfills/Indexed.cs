using Microsoft.CodeAnalysis;

namespace System.Linq;

[Embedded]
internal static class Indexed
{
    /// <summary>Each item with its place, as .NET 9 has it.</summary>
    public static IEnumerable<(int Index, T Item)> Index<T>(this IEnumerable<T> items) => items.Select((item, i) => (i, item));
}
