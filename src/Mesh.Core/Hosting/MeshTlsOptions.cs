using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>
/// Mutual TLS between nodes, on when files are given: each shows a certificate of the mesh's own authority, and the name a node is called by
/// must stand in its certificate. Files that change are read again while the node runs. Configuration section "Mesh:Tls".
/// </summary>
public sealed class MeshTlsOptions
{
    /// <summary>The node's certificate with its key: a PFX file, or a PEM file beside <see cref="KeyFile"/>.</summary>
    /// <value>The default is empty: no TLS.</value>
    [StringLength(4_096)]
    public string CertificateFile { get; set; } = "";

    /// <summary>The private key in PEM; empty: it is in the certificate file.</summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    public string KeyFile { get; set; } = "";

    /// <summary>The password of the PFX file or of the PEM key; empty: none. Better given by a file, or in the environment.</summary>
    /// <value>The default is empty.</value>
    [Secret]
    [StringLength(4_096)]
    public string Password { get; set; } = "";

    /// <summary>The certificates of the mesh authority in PEM. Peers of any other authority are refused, the system's included.</summary>
    /// <value>The default is empty: no TLS.</value>
    [StringLength(4_096)]
    public string AuthorityFile { get; set; } = "";

    /// <summary>
    /// Revocation lists of the mesh authority in PEM, or one in DER: who shows a certificate on one of them is refused, and a connection with it ends
    /// soon after the file says so. At most 4 MiB.
    /// </summary>
    /// <value>The default is empty: none.</value>
    [StringLength(4_096)]
    public string RevocationFile { get; set; } = "";

    /// <summary>
    /// From whom entries of another node are taken: from any member (Off), or from their owner or with its signature; Accept takes those of nodes that do
    /// not sign from any member, as a mesh needs whose nodes are not all new.
    /// </summary>
    /// <value>The default is "accept".</value>
    [EnumDataType(typeof(EntrySignatures))]
    public EntrySignatures Signatures { get; set; } = EntrySignatures.Accept;

    public bool IsOn => CertificateFile.Length > 0 || AuthorityFile.Length > 0 || KeyFile.Length > 0
        || RevocationFile.Length > 0;
}
