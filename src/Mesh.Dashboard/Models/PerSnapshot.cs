using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>
/// What is made of a view once for all pages that show the same of it; it goes with the view. Only for who sees all: what a token leaves out
/// is made for each. Thread-safe.
/// </summary>
internal sealed class PerSnapshot<TKey, TValue>
    where TKey : notnull
{
    private const int Most = 64;

    private readonly ConditionalWeakTable<CatalogSnapshot, ConcurrentDictionary<TKey, TValue>> _made = [];

    public TValue Of(CatalogSnapshot snapshot, TKey key, Func<CatalogSnapshot, TKey, TValue> make)
    {
        var ofSnapshot = _made.GetValue(snapshot, static _ => new());
        if (ofSnapshot.TryGetValue(key, out var made))
            return made;
        made = make(snapshot, key);
        return ofSnapshot.Count < Most ? ofSnapshot.GetOrAdd(key, made) : made;
    }
}
