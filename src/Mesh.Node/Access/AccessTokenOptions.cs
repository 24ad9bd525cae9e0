using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Node.Access;

/// <summary>A token: its secret, or the SHA-256 of it, and what it allows.</summary>
internal sealed class AccessTokenOptions
{
    public const int MinSecretLength = 16;
    public const int MaxSecretLength = 256;

    /// <summary>Whose it is, for logs. 1 to 64 characters.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string Name { get; set; } = "";

    /// <summary>16 to 256 characters; empty when <see cref="Sha256"/> is given.</summary>
    [Secret]
    public string Secret { get; set; } = "";

    /// <summary>SHA-256 of the secret in UTF-8, 64 hexadecimal digits, so that the configuration need not hold the secret.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Requests that may be open at once by it at a node, watches and blocking queries among them; 0: as many as the node takes, at most 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxRequests { get; set; }

    /// <summary>
    /// Instances and keys that there may be in the mesh of the services that it may register, whoever has written them, for it to write more; what
    /// is there already it may write anew. 0: as many as the node takes, at most 10,000,000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int MaxRecords { get; set; }

    /// <summary>Bytes that they may take; 0: as many as the node takes, at most 1 TiB.</summary>
    [Range(0L, 1L << 40)]
    public long MaxBytes { get; set; }

    public IList<AccessRuleOptions> Rules { get; } = [];
}
