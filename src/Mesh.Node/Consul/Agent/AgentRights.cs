using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Access;
using Mesh.Node.Consul.Access;
using Mesh.Node.Consul.Json;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// What a request to the agent takes. It names an id, or brings a body: the right is over the services that stand behind that, those whose
/// place it takes among them, and over all where it is about the node. What is not there is anybody's who has a right at all.
/// </summary>
internal sealed class AgentRights(AgentNode agent, AccessAudit audit)
{
    private static readonly string?[] OfNode = [null];

    /// <summary>What is demanded before the id or the body is looked at.</summary>
    public static AccessRequirement Opening(AccessAction action) => AccessRequirement.OfMessage(new(action, AccessTarget.Some));

    /// <summary>Why the caller may not; null: it may.</summary>
    /// <param name="services">Null among them: all services.</param>
    public AgentAnswer? Refusal(HttpContext http, AccessAction action, IEnumerable<string?> services)
    {
        AccessDemand[] demands = [.. services.Distinct().Select(s => new AccessDemand(action, AccessTarget.Of(s)))];
        var decision = AccessDecision.Of(http.Caller(), demands);
        AccessDemand? noted = demands.Length > 0 ? demands[0] : null;
        audit.Note(http.Caller(), http.Request, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, noted, decision);
        return decision.IsAllowed ? null : AgentAnswer.Of(ConsulForm.FaultOf(decision));
    }

    public IEnumerable<string?> OfService(string id) => agent.FindService(id) is { } view ? [NameOf(view)] : [];

    public IEnumerable<string?> OfCheck(string id) => id == ConsulCheckIds.NodeMaintenance ? OfNode
        : agent.FindCheck(id) is not { } view ? []
        : agent.IsRecord(view) || view.Instance.Find(id) is { OfNode: true } ? OfNode
        : [NameOf(view)];

    public IEnumerable<string?> OfRegistration(JsonElement body)
    {
        // What cannot be read is refused when it is carried out.
        var faults = new List<InvalidField>();
        var (given, _) = ServiceDefinitionMapping.ToInstance(new FieldReader(body, "", faults), agent.Node.Address, node: null, faults);
        if (given is null)
            return [];
        var id = AgentIds.Of(given);
        string[] checks = given.Checks.Count > 0 ? [.. given.Checks.Select(c => c.Id)] : [ConsulCheckIds.Default(id)];
        return [given.Service.Value, .. agent.OwnById(id).Select(NameOf), .. checks.SelectMany(HoldersOf)];
    }

    public IEnumerable<string?> OfCheckRegistration(JsonElement body)
    {
        var reader = new FieldReader(body, "", []);
        var (check, service) = (CheckDefinitionMapping.OfAgent(reader), reader.Text("ServiceID"));
        return [.. service.Length > 0 ? OfService(service) : OfNode, .. HoldersOf(check.Id)];
    }

    private IEnumerable<string?> HoldersOf(string check) => agent.OwnByCheck(check).Select(NameOf);

    private static string NameOf(InstanceView view) => view.Instance.Service.Value;
}
