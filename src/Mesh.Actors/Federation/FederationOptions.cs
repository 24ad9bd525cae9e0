namespace Mesh.Federation;

/// <summary>What a node gives to other meshes and takes from them. Configuration section "Mesh:Federation".</summary>
public class FederationOptions
{
    /// <summary>Services that other meshes may find and use; set once the node is ready, for the whole mesh.</summary>
    /// <value>The default is none.</value>
    public IList<string> Export { get; } = [];

    /// <summary>Does a service without a mesh in its name stand for one of another mesh while this one has none?</summary>
    /// <value>The default is false.</value>
    public bool Fallback { get; set; }

    /// <summary>Answers of other meshes that are older are marked stale; 1 s to 10 min.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan Grace { get; set; } = FederationTerms.Default.Grace;

    /// <summary>Answers of other meshes that are older are dropped; above the grace, at most 1 h.</summary>
    /// <value>The default is 1 min.</value>
    public TimeSpan GoneAfter { get; set; } = FederationTerms.Default.GoneAfter;

    /// <summary>The terms that these options ask for.</summary>
    public FederationTerms ToTerms() => FederationTerms.Default with { Grace = Grace, GoneAfter = GoneAfter };
}
