using System.Security.Cryptography;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>
/// The certificates of a node, read again when their files change: what is shaken hands with from then on goes by the new ones. Files
/// that cannot be used change nothing. Thread-safe.
/// </summary>
internal sealed class MeshCertificates
{
    /// <summary>How long before its end a certificate is warned of.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    private readonly MeshTlsOptions _options;
    private readonly FileChanges _changes;
    private readonly Lock _turn = new();
    private volatile CertificateSet _current;

    private MeshCertificates(MeshTlsOptions options)
    {
        _options = options;
        _changes = new FileChanges(() => Files(options));
        _current = CertificateSet.Read(options);
    }

    /// <summary>Raised after <see cref="Current"/> is another one; must not block.</summary>
    public event Action? Changed;

    public CertificateSet Current => _current;

    public EntrySignatures Signatures => _options.Signatures;

    /// <summary>Null: TLS is off.</summary>
    /// <exception cref="CryptographicException">A file cannot be used; <see cref="MeshTls.Check"/> says which in words.</exception>
    public static MeshCertificates? Of(MeshTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.IsOn ? new(options) : null;
    }

    /// <summary>Reads the files again if they have changed and come to rest.</summary>
    /// <param name="trouble">Why what is in them does not count, in one line; null: it does.</param>
    /// <returns>True: there are new ones.</returns>
    public bool Refresh(out string? trouble)
    {
        trouble = null;
        lock (_turn)
        {
            if (!_changes.Look())
                return false;
        }

        return Reload(out trouble);
    }

    /// <summary>Reads the files again.</summary>
    /// <inheritdoc cref="Refresh"/>
    public bool Reload(out string? trouble)
    {
        lock (_turn)
        {
            trouble = string.Join("; ", MeshTls.Check(_options)) is { Length: > 0 } faults ? faults : null;
            if (trouble is not null)
                return false;
            try
            {
                _current = CertificateSet.Read(_options);
            }
            catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                trouble = fault.Message;
                return false;
            }
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>What an operator has to see to, for people; empty: nothing yet.</summary>
    public string NoticeAt(DateTimeOffset now)
    {
        var set = _current;
        if (set.Until <= now)
            return $"the certificate of this node ended at {set.Until:u}: no other node lets it in";
        if (set.Until - now < Notice)
            return $"the certificate of this node ends at {set.Until:u}, in {Math.Floor((set.Until - now).TotalDays):0} days";
        return set.Revocations.NextUpdate <= now
            ? $"the revocation list was to be replaced by {set.Revocations.NextUpdate:u}"
            : "";
    }

    private static IEnumerable<string> Files(MeshTlsOptions options) =>
        new[] { options.CertificateFile, options.KeyFile, options.AuthorityFile, options.RevocationFile }.Where(f => f.Length > 0);
}
