using static Mesh.Client.MeshReplies;

namespace Mesh.Node.Consul.Agent;

/// <summary>From the registry's replies to Consul's answers. Clients match on statuses, some on the texts. Pure.</summary>
internal static class ReplyMapping
{
    public static AgentAnswer UnknownService(string id) => AgentAnswer.NotFound(
        $"Unknown service ID \"{id}\". Ensure that the service ID is passed, not the service name.");

    public static AgentAnswer UnknownCheck(string id) => AgentAnswer.NotFound(
        $"Unknown check ID \"{id}\". Ensure that the check ID is passed, not the check name.");

    public static AgentAnswer NotTtl(string id) => AgentAnswer.NotFound(
        $"CheckID \"{id}\" does not have associated TTL");

    public static AgentAnswer OfRegister(IReply reply) => Common(reply) ?? AgentAnswer.Done;

    public static AgentAnswer OfService(IReply reply, string id) =>
        reply is InstanceNotFound ? UnknownService(id) : Common(reply) ?? AgentAnswer.Done;

    public static AgentAnswer OfCheck(IReply reply, string checkId) =>
        reply is InstanceNotFound or CheckNotFound ? UnknownCheck(checkId) : Common(reply) ?? AgentAnswer.Done;

    private static AgentAnswer? Common(IReply reply) => reply switch
    {
        Rejected rejected => AgentAnswer.Bad(rejected.Faults),
        Unavailable unavailable => AgentAnswer.Unavailable(unavailable.Reason),
        _ => null,
    };
}
