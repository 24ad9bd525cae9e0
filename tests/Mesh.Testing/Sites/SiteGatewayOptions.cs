using System.Net;

namespace Mesh.Testing.Sites;

/// <summary>Where a gateway is, of which mesh, and how it gets in.</summary>
/// <param name="Host">The last number of its address.</param>
/// <param name="Credentials">The folder that "mesh certs" made.</param>
internal sealed record SiteGatewayOptions(string Site, int Host, string Mesh, string Credentials)
{
    /// <summary>Gateways to enter the overlay through.</summary>
    public IReadOnlyList<string> FederationSeeds { get; init; } = [];

    /// <summary>A node of the same mesh; null: it is the first.</summary>
    public IPAddress? Seed { get; init; }

    /// <summary>It only asks.</summary>
    public bool IsClient { get; init; }

    /// <summary>Further settings, as variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public override string ToString() => $"gateway {Host} of {Mesh}";
}
