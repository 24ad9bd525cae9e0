using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Catalog;
using Mesh.Hosting;

namespace Mesh.Trust;

/// <summary>What a node with TLS knows of who says what: there is none without certificates. Thread-safe.</summary>
internal sealed class MeshTrust(MeshCertificates certificates)
{
    private const int FingerprintShown = 16;

    private volatile Own? _own;

    public MeshCertificates Certificates => certificates;

    public EntrySignatures Mode => certificates.Signatures;

    /// <summary>Does this node sign, and ask others for proof?</summary>
    public bool IsOn => Mode is not EntrySignatures.Off;

    public KnownPeers Peers { get; } = new();

    /// <summary>What this node's own certificate lets it write.</summary>
    public CertificateLimits OwnLimits(string mesh)
    {
        var set = certificates.Current;
        if (_own is { } own && ReferenceEquals(own.Set, set) && own.Mesh == mesh)
            return own.Limits;
        return (_own = new Own(set, mesh, CertificateLimits.Of(set.Own, mesh))).Limits;
    }

    /// <summary>A link is open with a peer that has shown this certificate.</summary>
    /// <param name="mesh">The name of this node's mesh.</param>
    public Peer Meet(Owner node, X509Certificate2 certificate, bool signs, string mesh)
    {
        var peer = new Peer(node, signs, CertificateLimits.Of(certificate, mesh), Describe(certificate));
        Peers.Put(peer);
        return peer;
    }

    /// <summary>The certificate for people: its subject and the beginning of its SHA-256.</summary>
    public static string Describe(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return $"{certificate.Subject}, sha256 {fingerprint[..FingerprintShown].ToLowerInvariant()}";
    }

    private sealed record Own(CertificateSet Set, string Mesh, CertificateLimits Limits);
}
