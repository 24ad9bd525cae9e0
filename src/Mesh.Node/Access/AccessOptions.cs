namespace Mesh.Node.Access;

/// <summary>
/// Who may do what at the doors of a node. Configuration section "Mesh:Access". Without tokens a node does not ask for
/// any: right on loopback, refused beyond it unless the node is insecure.
/// </summary>
internal sealed class AccessOptions
{
    public const string Section = "Mesh:Access";
    public const int MaxTokens = 1_000;

    public IList<AccessTokenOptions> Tokens { get; } = [];

    /// <summary>What callers without a token may do once there are tokens; by default nothing.</summary>
    public IList<AccessRuleOptions> Anonymous { get; } = [];
}
