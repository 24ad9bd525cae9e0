using Mesh.Node.Access;

namespace Mesh.Node.Consul.Agent;

/// <summary>An answer to who has a right over the services that an id or a body is about, and a refusal to others.</summary>
internal sealed class GuardedAnswer<T>(
    AccessAction action, Func<AgentRights, T, IEnumerable<string?>> services, Func<HttpContext, T, Task<AgentAnswer>> answer)
{
    /// <summary>What says so of the endpoint.</summary>
    public AccessRequirement Requirement { get; } = AgentRights.Opening(action);

    public Task<AgentAnswer> AnswerAsync(HttpContext http, T about)
    {
        var rights = http.RequestServices.GetRequiredService<AgentRights>();
        return rights.Refusal(http, action, services(rights, about)) is { } refusal ? Task.FromResult(refusal) : answer(http, about);
    }
}
