using Akka.Actor.Setup;
using Mesh.Hosting;
using Mesh.Trust;

namespace Mesh.Links;

/// <summary>What the transport takes in code and not by its settings: the certificates for mutual TLS.</summary>
internal sealed class MeshTransportSetup(MeshCertificates certificates) : Setup
{
    public MeshCertificates Certificates { get; } = certificates;

    /// <summary>Who is at the other ends of the links; filled by the transport.</summary>
    public MeshTrust Trust { get; } = new(certificates);

    /// <summary>To be put into the ActorSystem's setup. Null: TLS is off.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file cannot be used; <see cref="MeshTls.Check"/> says which in words.</exception>
    public static MeshTransportSetup? Of(MeshTlsOptions options) => Of(MeshCertificates.Of(options));

    /// <inheritdoc cref="Of(MeshTlsOptions)"/>
    public static MeshTransportSetup? Of(MeshCertificates? certificates) => certificates is null ? null : new(certificates);
}
