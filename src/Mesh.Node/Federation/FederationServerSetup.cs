using Mesh.Client;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Node.Access;
using Mesh.Remote;

namespace Mesh.Node.Federation;

/// <summary>What the door for other meshes is made from, beside its address.</summary>
internal sealed record FederationServerSetup
{
    public required IMeshClient Mesh { get; init; }

    /// <summary>While it is on, this gateway speaks for its mesh.</summary>
    public required ServingSpan Serving { get; init; }

    /// <summary>Takes datagrams that come over connections.</summary>
    public required IOverlayCalls Overlay { get; init; }

    /// <summary>The name under which the gateway speaks; asked for with each answer, since it is certified, not configured.</summary>
    public required Func<string> MeshName { get; init; }

    public required RemoteSettings Settings { get; init; }

    public required TlsRefusals Refusals { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logs { get; init; }

    /// <summary>Null: in the clear.</summary>
    public FederationTls? Tls { get; init; }
}
