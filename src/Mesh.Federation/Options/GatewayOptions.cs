using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Mesh.Federation.Options;

/// <summary>The part of a node in the overlay that joins meshes. Configuration section "Mesh:Federation".</summary>
public sealed class GatewayOptions
{
    public const string Section = "Mesh:Federation";

    /// <summary>
    /// "host:port" that this gateway listens on for datagrams and tells other gateways; port 0 takes any free one. Empty:
    /// the node is no gateway.
    /// </summary>
    /// <value>The default is empty.</value>
    [StringLength(259)]
    public string Gateway { get; set; } = "";

    /// <summary>Gateways to enter the overlay through, each "host:port"; none: wait to be found.</summary>
    /// <value>The default is none.</value>
    public IList<string> Seeds { get; } = [];

    /// <summary>Who may be part of the overlay.</summary>
    /// <value>The default is "closed".</value>
    [EnumDataType(typeof(FederationMode))]
    public FederationMode Mode { get; set; } = FederationMode.Closed;

    /// <summary>
    /// The folder with the gateway's keys and certificates, as "mesh certs gateway" makes it. Needed in a closed
    /// federation and beyond loopback; without it an open one uses keys that end with the process.
    /// </summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    public string Credentials { get; set; } = "";

    /// <summary>Only ask: for a gateway that others cannot reach. No peer keeps it in a table or stores at it.</summary>
    /// <value>The default is false.</value>
    public bool Client { get; set; }

    /// <summary>Place name in the mesh's locator; at most 32 bytes.</summary>
    /// <value>The default is empty.</value>
    [StringLength(32)]
    public string Region { get; set; } = "";

    /// <summary>The file in which known gateways are kept over a restart; empty: nowhere. A node with a data directory sets it.</summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    public string TableFile { get; set; } = "";

    /// <summary>
    /// How long the overlay keeps what this gateway publishes after the last gateway of the mesh has died; renewed at a
    /// third of it. 1 min to 30 min: a shorter one costs more datagrams.
    /// </summary>
    /// <value>The default is 30 min.</value>
    public TimeSpan RecordLife { get; set; } = TimeSpan.FromMinutes(30);

    public bool IsGateway => Gateway.Length > 0;

    /// <summary>Where a gateway listens, read from its text; false: it is no address with a port that others can reach.</summary>
    public static bool TryAddress(string text, [NotNullWhen(true)] out IPEndPoint? address) =>
        FederationChecks.TryAddress(text, out address) && address is not null;
}
