using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>Mutual TLS on the links between nodes, as Akka's transport takes it.</summary>
internal static class MeshTlsSetup
{
    /// <summary>To be put into the ActorSystem's setup. Null: TLS is off.</summary>
    /// <exception cref="CryptographicException">A file cannot be used; <see cref="MeshTls.Check"/> says which in words.</exception>
    public static DotNettySslSetup? Of(MeshTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsOn)
            return null;
        var authority = MeshTls.Authority(options);
        return new DotNettySslSetup(
            MeshTls.Certificate(options),
            suppressValidation: false,
            requireMutualAuthentication: true,
            validateCertificateHostname: true,
            (certificate, _, peer, errors, log) => Accepts(certificate, authority, peer, errors, log));
    }

    internal static bool Accepts(
        X509Certificate2? certificate, X509Certificate2Collection authority, string peer, SslPolicyErrors errors, ILoggingAdapter log)
    {
        var refusal = MeshTls.Refusal(certificate, authority, errors);
        if (refusal is not null)
            log.Warning("Refused a link with {Peer}: {Reason}", peer, refusal);
        return refusal is null;
    }
}
