using Mesh.Node.Consul.Json;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Node.Consul.Agent;

/// <summary>From the registry's replies to Consul's answers. Clients match on statuses, some on the texts. Pure.</summary>
internal static class ReplyMapping
{
    public static ConsulAnswer UnknownService(string id) => ConsulAnswer.NotFound(
        $"Unknown service ID \"{id}\". Ensure that the service ID is passed, not the service name.");

    public static ConsulAnswer UnknownCheck(string id) => ConsulAnswer.NotFound(
        $"Unknown check ID \"{id}\". Ensure that the check ID is passed, not the check name.");

    public static ConsulAnswer NotTtl(string id) => ConsulAnswer.NotFound(
        $"CheckID \"{id}\" does not have associated TTL");

    public static ConsulAnswer OfRegister(IReply reply) => Common(reply) ?? ConsulAnswer.Done;

    public static ConsulAnswer OfService(IReply reply, string id) =>
        reply is InstanceNotFound ? UnknownService(id) : Common(reply) ?? ConsulAnswer.Done;

    public static ConsulAnswer OfCheck(IReply reply, string checkId) =>
        reply is InstanceNotFound or CheckNotFound ? UnknownCheck(checkId) : Common(reply) ?? ConsulAnswer.Done;

    private static ConsulAnswer? Common(IReply reply) => reply switch
    {
        Rejected rejected => ConsulAnswer.Bad(rejected.Faults),
        Unavailable unavailable => ConsulAnswer.Unavailable(unavailable.Reason),
        _ => null,
    };
}
