using System.Net;

namespace Mesh.Node.Access;

/// <summary>Who asks.</summary>
/// <param name="Grant">What its token allows, or what anybody may without one; null: the token is none of this node's.</param>
/// <param name="HasToken">It has sent a token.</param>
internal sealed record AccessCaller(AccessGrant? Grant, bool HasToken)
{
    /// <summary>Where it asks from; null: not over the network.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The name of its token, or what it has instead of one.</summary>
    public string Name => Grant is null ? "unknown token" : Grant.Name.Length > 0 ? Grant.Name : "anybody";
}
