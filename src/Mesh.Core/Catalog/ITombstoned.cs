namespace Mesh.Catalog;

/// <summary>A claim that may also say that there is nothing: so a deletion at any node holds against the records of others.</summary>
internal interface ITombstoned<TKey, TSelf> : IClaimed
    where TSelf : ITombstoned<TKey, TSelf>
{
    TKey Key { get; }

    /// <summary>Another owner's log may hold the key: removing this record alone might uncover that.</summary>
    bool Shared { get; }

    /// <summary>The same record under another claim, now that another log may hold the key.</summary>
    TSelf Reclaimed(long claim);

    static abstract TSelf Tombstone(TKey key, long claim);
}
