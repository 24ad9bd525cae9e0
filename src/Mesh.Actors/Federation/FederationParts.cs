using Mesh.Federation.Imports;

namespace Mesh.Federation;

/// <summary>What the actors of a gateway are made from, beside those of any node.</summary>
/// <param name="Overlay">Where meshes find each other.</param>
/// <param name="Link">How they talk.</param>
public sealed record FederationParts(IFederationOverlay Overlay, IFederationLink Link)
{
    public FederationTerms Terms { get; init; } = FederationTerms.Default;
}
