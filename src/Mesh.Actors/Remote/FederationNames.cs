namespace Mesh.Remote;

/// <summary>Names that federation reserves within a mesh.</summary>
internal static class FederationNames
{
    /// <summary>The service as which gateways register, so that nodes and other gateways of the mesh find them.</summary>
    public const string GatewayService = "mesh-gateway";

    /// <summary>Metadata of a gateway: its place, for the locator.</summary>
    public const string Region = "region";

    /// <summary>Metadata of a gateway that does less than others: <see cref="Client"/> or <see cref="Mute"/>.</summary>
    public const string Part = "part";

    /// <summary>It only asks for its mesh; others cannot reach it.</summary>
    public const string Client = "client";

    /// <summary>It has not the key of the mesh: it answers and asks, and does not publish.</summary>
    public const string Mute = "mute";
}
