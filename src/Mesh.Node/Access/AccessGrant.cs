using System.Collections.Immutable;

namespace Mesh.Node.Access;

/// <summary>What one caller may do. A right over all services is one whose prefix is empty.</summary>
/// <param name="Name">Whose token it is, for logs; never the secret.</param>
internal sealed record AccessGrant(string Name, ImmutableArray<AccessRule> Rules)
{
    /// <summary>Of a node without tokens: everybody who reaches it may do everything.</summary>
    public static readonly AccessGrant Everything = new(
        "", [.. Enum.GetValues<AccessAction>().Select(a => new AccessRule("", a))]);

    /// <summary>Requests that may be open at once by it, streams among them.</summary>
    public int MostOpen { get; init; } = int.MaxValue;

    /// <summary>What there may be of what it may register.</summary>
    public RecordBound Bound { get; init; } = RecordBound.None;

    /// <param name="service">Null: the action concerns all services, or the mesh itself.</param>
    public bool Allows(AccessAction action, string? service = null) => Allows(action, AccessTarget.Of(service));

    public bool Allows(AccessAction action, AccessTarget target)
    {
        foreach (var rule in Rules)
        {
            if (rule.Allow == action && (rule.Prefix.Length == 0 || target.IsBelow(rule.Prefix)))
                return true;
        }

        return false;
    }
}
