using Akka.Actor.Setup;
using Mesh.Options;

namespace Mesh.Links;

/// <summary>What the transport takes in code and not by its settings: the certificates for mutual TLS.</summary>
internal sealed class MeshTransportSetup(MeshCertificates certificates) : Setup
{
    public MeshCertificates Certificates { get; } = certificates;

    /// <summary>To be put into the ActorSystem's setup. Null: TLS is off.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file cannot be used; <see cref="MeshTls.Check"/> says which in words.</exception>
    public static MeshTransportSetup? Of(MeshTlsOptions options) => Of(MeshCertificates.Of(options));

    /// <inheritdoc cref="Of(MeshTlsOptions)"/>
    public static MeshTransportSetup? Of(MeshCertificates? certificates) => certificates is null ? null : new(certificates);
}
