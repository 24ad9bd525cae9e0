using System.Collections.Immutable;

namespace Mesh.Catalog;

/// <summary>Makes lists by collection expression or from a sequence.</summary>
public static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items)
        where T : notnull => items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>([.. items]);

    public static ValueList<T> From<T>(IEnumerable<T> items)
        where T : notnull
    {
        var array = items.ToImmutableArray();
        return array.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(array);
    }
}
