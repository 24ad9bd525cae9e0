using System.Net;
using Mesh.Federation.Options;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>What a gateway's part in the overlay is made from.</summary>
internal sealed record OverlaySetup
{
    /// <summary>Paths of a lookup in an open federation, no peer on two of them (S/Kademlia, 2007).</summary>
    private const int OpenPaths = 4;

    // Keys without files need not be renewed: they end with the process.
    private static readonly TimeSpan EphemeralLife = TimeSpan.FromDays(3_650);

    public required GatewayIdentity Identity { get; init; }

    public required IPEndPoint Address { get; init; }

    public IReadOnlyList<string> Seeds { get; init; } = [];

    public string Region { get; init; } = "";

    public KadSettings Settings { get; init; } = KadSettings.Default;

    public GateLimits Limits { get; init; } = GateLimits.Default;

    /// <summary>Disjoint paths of lookups for records.</summary>
    public int Paths { get; init; } = 1;

    /// <summary>Empty: the table is not kept.</summary>
    public string TableFile { get; init; } = "";

    public OverlayPresence Presence { get; init; } = new();

    public Func<IPEndPoint, IDatagramSocket> Bind { get; init; } = UdpDatagramSocket.Bind;

    /// <summary>Carries questions where UDP does not; null: nothing does.</summary>
    public ICallCarrier? Carrier { get; init; }

    /// <summary>Other gateways of the own mesh, as its registry knows them now.</summary>
    public Func<IReadOnlyList<KadAddress>> Siblings { get; init; } = static () => [];

    /// <summary>Null: what the peer does is not recorded.</summary>
    public IKadRecorder? Recorder { get; init; }

    /// <summary>False: the mesh's key is not here, or others cannot reach this gateway.</summary>
    public bool CanPublish => Identity.Signer is not null && !Settings.ClientMode;

    /// <summary>Null: the node is no gateway. The options have been checked.</summary>
    public static OverlaySetup? Create(GatewayOptions federation, string meshName, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(federation);
        ArgumentNullException.ThrowIfNull(time);
        if (!federation.IsGateway || !FederationChecks.TryAddress(federation.Gateway, out var address))
            return null;
        var isClosed = federation.Mode is FederationMode.Closed;
        return new OverlaySetup
        {
            Identity = federation.Credentials.Length > 0
                ? GatewayIdentity.Load(federation.Credentials, isClosed)
                : GatewayIdentity.Ephemeral(meshName, time.GetUtcNow() + EphemeralLife),
            Address = address,
            Seeds = [.. federation.Seeds],
            Region = federation.Region,
            Settings = SettingsOf(isClosed, federation),
            Paths = isClosed ? 1 : OpenPaths,
            TableFile = federation.TableFile,
        };
    }

    private static KadSettings SettingsOf(bool isClosed, GatewayOptions options)
    {
        var settings = KadSettings.Default with
        {
            ClientMode = options.Client,
            RecordLife = options.RecordLife,
            RepublishInterval = options.RecordLife / 3,
        };
        // Among certified gateways many of one network are a data centre, not an attack.
        return isClosed ? settings with { PerNetworkInBucket = 0, PerNetworkInTable = 0 } : settings;
    }
}
