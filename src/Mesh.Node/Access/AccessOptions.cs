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

    /// <summary>Other sites whose pages may use the doors over HTTP in a browser, each as "https://host:port". At most 64.</summary>
    /// <value>The default is none.</value>
    [MaxLength(64)]
    public IList<string> Origins { get; } = [];
}
