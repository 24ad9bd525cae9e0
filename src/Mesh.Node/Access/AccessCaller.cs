namespace Mesh.Node.Access;

/// <summary>Who asks.</summary>
/// <param name="Grant">What its token allows, or what anybody may without one; null: the token is none of this node's.</param>
/// <param name="HasToken">It has sent a token.</param>
internal sealed record AccessCaller(AccessGrant? Grant, bool HasToken);
