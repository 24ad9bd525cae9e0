namespace Mesh.Node.Access;

/// <summary>How the clients of a door show their token and are told that they may not go on: metadata of its endpoints.</summary>
internal interface IDoorForm
{
    /// <summary>Does it take <see cref="SessionTokens"/> too?</summary>
    bool TakesSessions => false;

    /// <summary>Null: none was sent.</summary>
    string? SecretOf(HttpRequest request);

    Task RefuseAsync(HttpContext http, AccessDecision decision);

    /// <summary>The node has not, or no longer, what the request is about.</summary>
    Task NotServingAsync(HttpContext http, string reason);
}
