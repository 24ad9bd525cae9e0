namespace Mesh.Federation.Options;

/// <summary>Who may be part of the overlay.</summary>
public enum FederationMode
{
    /// <summary>Gateways of meshes that the federation's authority has certified.</summary>
    Closed,

    /// <summary>Anyone. Ids are bound to keys; diversity of addresses and disjoint paths make attacks dear, not impossible.</summary>
    Open,
}
