using Mesh.Dashboard.Access;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>The page of the keys as its address asks for it.</summary>
internal sealed record KeysView(string Prefix, string After, KeyList List)
{
    /// <summary>In characters; a key has 1,024 bytes at most, and a byte takes four at most.</summary>
    public const int MostText = 4_096;

    /// <summary>What is wrong with the address; empty: nothing.</summary>
    public string Fault { get; private init; } = "";

    /// <summary>The key that is looked at, as it is written; empty: none.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Null: there is none, or it may not be seen.</summary>
    public KeyValue? Entry { get; private init; }

    public bool MayWrite { get; private init; }

    public bool MayWriteEntry { get; private init; }

    /// <summary>Nothing with this prefix may be seen, as far as the address says.</summary>
    public bool IsRefused { get; private init; }

    public static KeysView Of(KeyValueSnapshot snapshot, string prefix, string after, string key, IDashboardRights rights)
    {
        var error = "";
        if (!KeyText.TryParse(Cut(prefix), out var from, out error) || !KeyText.TryParse(Cut(after), out var last, out error)
            || !KeyText.TryParse(Cut(key), out var one, out error))
        {
            return new(Cut(prefix), "", KeyList.Empty) { Fault = error };
        }

        var entry = one.IsEmpty || !rights.MayReadKeys(one, one.Next()) ? null : snapshot.Find(one);
        var list = KeyList.Of(snapshot, from, last, rights.MayReadKeys);
        return new(Cut(prefix), Cut(after), list)
        {
            Key = Cut(key),
            Entry = entry,
            MayWrite = rights.MayWriteKeys(from, from.IsEmpty ? null : from.PrefixEnd()),
            MayWriteEntry = !one.IsEmpty && rights.MayWriteKeys(one, one.Next()),
            IsRefused = list.Count is null && list.Rows.IsEmpty,
        };
    }

    private static string Cut(string text) => text.Length > MostText ? text[..MostText] : text;
}
