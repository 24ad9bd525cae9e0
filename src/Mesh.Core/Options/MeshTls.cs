using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Options;

/// <summary>Mutual TLS between nodes with the mesh authority pinned: reads the files, and judges a peer's certificate.</summary>
public static class MeshTls
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>What is wrong with the options or the files, one line each; empty: usable, or TLS is off.</summary>
    public static IReadOnlyList<string> Check(MeshTlsOptions options, string section = "Mesh:Tls")
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsOn)
            return [];
        if (options.CertificateFile.Length == 0)
            return [$"{section}:CertificateFile: '' is required when other keys of this section are set"];
        if (options.AuthorityFile.Length == 0)
            return [$"{section}:AuthorityFile: '' is required: only nodes with a certificate of it are let in"];
        List<string> faults = [];
        Try(faults, $"{section}:CertificateFile: '{options.CertificateFile}'", () => CheckPurposes(options));
        Try(faults, $"{section}:AuthorityFile: '{options.AuthorityFile}'", () => Authority(options));
        if (faults.Count == 0)
            Try(faults, $"{section}:RevocationFile: '{options.RevocationFile}'", () => Revocations(options, Authority(options)));
        return faults;
    }

    /// <summary>The node's certificate with its key, for what it serves beside the links between nodes. Null: TLS is off.</summary>
    /// <exception cref="CryptographicException">The file cannot be used; <see cref="Check"/> says why in words.</exception>
    public static X509Certificate2? ServerCertificate(MeshTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.IsOn ? Certificate(options) : null;
    }

    /// <summary>Why a peer is not let in, in one line; null: it is. The errors of the system's own trust store do not count.</summary>
    internal static string? Refusal(
        X509Certificate2? certificate,
        X509Certificate2Collection authority,
        SslPolicyErrors errors,
        PeerPurpose purpose = PeerPurpose.Server,
        CertificateRevocations? revocations = null)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "it shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate ({certificate.Subject}) is not for the name it was called by";
        if (!IsFor(certificate, purpose))
            return $"its certificate ({certificate.Subject}) is not for the purpose of a {Word(purpose)}: its extended key usage names others";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        // Lists of the file are looked up below: the system would fetch others.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (chain.Build(certificate))
        {
            return revocations is not null && chain.ChainElements.Any(e => revocations.Contains(e.Certificate))
                ? $"its certificate ({certificate.Subject}, {certificate.SerialNumber}) is revoked"
                : null;
        }

        var why = string.Join(", ", chain.ChainStatus.Select(s => s.Status).Distinct());
        return $"its certificate ({certificate.Subject}) is not of the mesh authority, or not valid now: {why}";
    }

    internal static CertificateRevocations Revocations(MeshTlsOptions options, X509Certificate2Collection authority) =>
        options.RevocationFile.Length == 0 ? CertificateRevocations.None : CertificateRevocations.Read(options.RevocationFile, authority);

    /// <summary>A certificate without extended key usage is for any purpose (RFC 5280, 4.2.1.12).</summary>
    private static bool IsFor(X509Certificate2 certificate, PeerPurpose purpose)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).Select(o => o.Value).ToArray();
        return usages.Length == 0 || usages.Contains(AnyPurpose) || usages.Contains(purpose is PeerPurpose.Server ? ServerPurpose : ClientPurpose);
    }

    private static string Word(PeerPurpose purpose) => purpose is PeerPurpose.Server ? "TLS server" : "TLS client";

    private static void CheckPurposes(MeshTlsOptions options)
    {
        using var own = Certificate(options);
        foreach (var purpose in Enum.GetValues<PeerPurpose>())
        {
            if (!IsFor(own, purpose))
                throw new CryptographicException($"its extended key usage does not name that of a {Word(purpose)}, and a node is both");
        }
    }

    internal static X509Certificate2 Certificate(MeshTlsOptions options)
    {
        var password = options.Password.Length == 0 ? null : options.Password;
        if (IsPfx(options.CertificateFile))
            return WithKey(X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, password));
        var key = options.KeyFile.Length == 0 ? null : options.KeyFile;
        using var pem = password is null
            ? X509Certificate2.CreateFromPemFile(options.CertificateFile, key)
            : X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, password, key);
        // A key that came from PEM is not usable for TLS on every system before it went through PKCS #12.
        return WithKey(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate) =>
        certificate.HasPrivateKey ? certificate : throw new CryptographicException("it holds no private key");

    internal static X509Certificate2Collection Authority(MeshTlsOptions options)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(options.AuthorityFile);
        return authority.Count > 0 ? authority : throw new CryptographicException("it holds no certificate in PEM");
    }

    private static bool IsPfx(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12";

    private static void Try(List<string> faults, string key, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add($"{key} cannot be used: {e.Message}");
        }
    }
}
