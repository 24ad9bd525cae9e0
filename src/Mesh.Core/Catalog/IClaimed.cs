namespace Mesh.Catalog;

/// <summary>A record that several owners may hold for one key: the claims say which of them counts.</summary>
internal interface IClaimed
{
    /// <summary>The higher one wins in every view; of equal ones a record over a tombstone, and then the owner that sorts last.</summary>
    long Claim { get; }

    /// <summary>The claim says that there is nothing: a tombstone, kept while a log may hold a lower claim.</summary>
    bool Deleted { get; }
}
