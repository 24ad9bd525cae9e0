namespace Mesh.Federation;

/// <summary>Names that federation reserves within a mesh.</summary>
public static class FederationNames
{
    /// <summary>The service as which gateways register, so that nodes and other gateways of the mesh find them.</summary>
    public const string GatewayService = "mesh-gateway";

    /// <summary>Metadata of a gateway: its place, for the locator.</summary>
    public const string Region = "region";
}
