using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Mesh.Options;

namespace Mesh.Federation.Options;

/// <summary>The part of a node in the overlay that joins meshes. Configuration section "Mesh:Federation".</summary>
[OptionSection(Section)]
public sealed class GatewayOptions
{
    public const string Section = "Mesh:Federation";

    /// <summary>
    /// The IP address and port that this gateway listens on, UDP and TCP, and tells other gateways; port 0 takes any free one,
    /// and keeps it while the process lives. Empty: the node is no gateway.
    /// </summary>
    /// <value>The default is empty.</value>
    [StringLength(259)]
    [Argument("gateway", "Be a gateway to other meshes: where to listen for their datagrams; port 0 takes any", Value = "HOST:PORT")]
    public string Gateway { get; set; } = "";

    /// <summary>
    /// Gateways to enter the overlay through, each "host:port"; names are resolved at each attempt. None: wait to be found.
    /// </summary>
    /// <value>The default is none.</value>
    [Argument("federation-seed", "A gateway to enter the overlay between meshes through; can be repeated", Value = "HOST:PORT")]
    public IList<string> Seeds { get; } = [];

    /// <summary>Who may be part of the overlay: meshes that the authority has certified (closed), or anyone who holds a key (open).</summary>
    /// <value>The default is "closed".</value>
    [EnumDataType(typeof(FederationMode))]
    [Argument("federation-mode", "Who may be part of the overlay: the certified (closed, default) or anyone (open)", Value = "closed|open")]
    public FederationMode Mode { get; set; } = FederationMode.Closed;

    /// <summary>
    /// The folder with the gateway's keys and certificates, as "mesh certs gateway" makes it. Needed in a closed
    /// federation and beyond loopback; without it an open one uses keys that end with the process.
    /// </summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    [Argument("federation-credentials", "The folder that mesh certs gateway made", Value = "DIR")]
    public string Credentials { get; set; } = "";

    /// <summary>
    /// Only ask, for the nodes of its mesh: for a gateway that others cannot reach (NAT). No peer keeps it in a table or stores
    /// at it, it publishes nothing, and no locator names it.
    /// </summary>
    /// <value>The default is false.</value>
    [Argument("federation-client", "Only ask the overlay; for a gateway that others cannot reach", Value = "true|false", Bare = "true")]
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
    [Range(typeof(TimeSpan), "00:01:00", "00:30:00")]
    public TimeSpan RecordLife { get; set; } = TimeSpan.FromMinutes(30);

    public bool IsGateway => Gateway.Length > 0;

    /// <summary>Where a gateway listens, read from its text; false: it is no address with a port that others can reach.</summary>
    public static bool TryAddress(string text, [NotNullWhen(true)] out IPEndPoint? address) =>
        FederationChecks.TryAddress(text, out address);
}
