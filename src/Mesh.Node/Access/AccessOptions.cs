using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Node.Access;

/// <summary>
/// Who may do what at the doors of a node, see docs/operating.md. Configuration section "Mesh:Access". Without tokens a node does not ask for
/// any: right on loopback, refused beyond it unless the node is insecure.
/// </summary>
[OptionSection(Section, IsNodeOnly = true)]
internal sealed class AccessOptions
{
    public const string Section = "Mesh:Access";
    public const int MaxTokens = 1_000;

    /// <summary>The tokens, at most 1,000, each with what it allows; none: a node asks for no token.</summary>
    /// <value>The default is none.</value>
    [MaxLength(MaxTokens)]
    public IList<AccessTokenOptions> Tokens { get; } = [];

    /// <summary>What callers without a token may do once there are tokens.</summary>
    /// <value>The default is none.</value>
    public IList<AccessRuleOptions> Anonymous { get; } = [];

    /// <summary>
    /// Names by which the doors over HTTP may be asked, beside those of loopback, any address, the machine's name, what Host,
    /// Bind, Advertise and NodeName say, and what is below the domain of an open DNS door; "*.example.org" stands for all below
    /// it, "*" for any name. At most 64.
    /// </summary>
    /// <value>The default is none.</value>
    [MaxLength(64)]
    public IList<string> Hosts { get; } = [];

    /// <summary>
    /// The file that who did what is written to, in lines of JSON, made for its owner's eyes alone and opened anew on SIGHUP; empty: the log category
    /// Mesh.Audit, refusals as warnings and the rest at debug.
    /// </summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    public string AuditFile { get; set; } = "";

    /// <summary>Write down what was read too, and not only what was changed and what was refused.</summary>
    /// <value>The default is false.</value>
    public bool AuditReads { get; set; }

    /// <summary>
    /// What tokens for a time are sealed with beside the token that they are given for, the same at all nodes, 16 to 256 characters. Empty: with that
    /// alone, so that whoever can read its Sha256 could make them.
    /// </summary>
    /// <value>The default is empty.</value>
    [Secret]
    [StringLength(256)]
    public string SessionKey { get; set; } = "";

    /// <summary>How long a token lasts that etcd's Authenticate gives; 1 min to 720 h.</summary>
    /// <value>The default is 8 h.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Other sites whose pages may use the doors over HTTP in a browser, each as "https://host:port". At most 64.</summary>
    /// <value>The default is none.</value>
    [MaxLength(64)]
    public IList<string> Origins { get; } = [];
}
