using System.Collections.Immutable;

namespace Mesh.Node.Access;

/// <summary>What one caller may do. A right over all services is one whose prefix is empty.</summary>
/// <param name="Name">Whose token it is, for logs; never the secret.</param>
internal sealed record AccessGrant(string Name, ImmutableArray<AccessRule> Rules)
{
    /// <summary>Of a node without tokens: everybody who reaches it may do everything.</summary>
    public static readonly AccessGrant Everything = new(
        "", [.. Enum.GetValues<AccessAction>().Select(a => new AccessRule("", a))]);

    /// <summary>Is the action allowed for services of any name at all?</summary>
    public bool AllowsSome(AccessAction action) => Rules.Any(r => r.Allow == action);

    /// <param name="service">Null: the action concerns all services, or the mesh itself.</param>
    public bool Allows(AccessAction action, string? service = null)
    {
        foreach (var rule in Rules)
        {
            if (rule.Allow == action && (rule.Prefix.Length == 0
                || service?.StartsWith(rule.Prefix, StringComparison.OrdinalIgnoreCase) is true))
            {
                return true;
            }
        }

        return false;
    }
}
