using Mesh.Node.Access;
using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Access;

/// <summary>
/// The Consul API: where its clients put a token, and Consul's own answers to those that may not go on. A node without tokens
/// takes any, as Consul does without ACLs.
/// </summary>
internal sealed class ConsulForm : IDoorForm
{
    public static readonly ConsulForm Instance = new();

    /// <summary>Consul's order: the query, its own header, then the standard one (RFC 6750).</summary>
    public string? SecretOf(HttpRequest request)
    {
        if (request.Query["token"].FirstOrDefault() is { Length: > 0 } inQuery)
            return inQuery;
        return request.Headers["X-Consul-Token"].FirstOrDefault() is { Length: > 0 } inHeader ? inHeader : NativeForm.BearerOf(request);
    }

    /// <summary>A refusal in Consul's words.</summary>
    public static ConsulFault FaultOf(AccessDecision decision) => new(
        decision.Verdict is AccessVerdict.TooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden,
        decision.Verdict switch
        {
            AccessVerdict.UnknownToken => "ACL not found",
            AccessVerdict.TooMany => decision.Reason,
            _ => $"Permission denied: {decision.Reason}",
        });

    public Task RefuseAsync(HttpContext http, AccessDecision decision) => ConsulReply.WriteAsync(http, FaultOf(decision));

    public Task NotServingAsync(HttpContext http, string reason) =>
        ConsulReply.WriteAsync(http, ConsulFault.NoLeader);
}
