using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Mesh.Hosting;

namespace Mesh.Links;

/// <summary>What the transport takes in code and not by its settings: the certificates for mutual TLS.</summary>
internal sealed class MeshTransportSetup(X509Certificate2 certificate, X509Certificate2Collection authority) : Setup
{
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Peers of any other authority are refused.</summary>
    public X509Certificate2Collection Authority { get; } = authority;

    /// <summary>To be put into the ActorSystem's setup. Null: TLS is off.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file cannot be used; <see cref="MeshTls.Check"/> says which in words.</exception>
    public static MeshTransportSetup? Of(MeshTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.IsOn ? new(MeshTls.Certificate(options), MeshTls.Authority(options)) : null;
    }
}
