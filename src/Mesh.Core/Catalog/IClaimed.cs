namespace Mesh.Catalog;

/// <summary>A record that several owners may hold for one key: the claims say which of them counts.</summary>
internal interface IClaimed
{
    /// <summary>The higher one wins in every view, of equal ones the owner that sorts last.</summary>
    long Claim { get; }
}
