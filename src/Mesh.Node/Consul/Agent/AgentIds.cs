using Mesh.Catalog;
using Mesh.Node.Formats.Consul;
using Mesh.Views;

namespace Mesh.Node.Consul.Agent;

/// <summary>
/// An agent's clients name a service by an id that is unique at this agent; a record's is unique in its service over the whole
/// mesh. The record has the client's id while no other node has it, and one with the node's address before it otherwise: three
/// hosts that register the same file are three instances. Pure.
/// </summary>
internal static class AgentIds
{
    private const int KeptOfLong = 200;

    /// <summary>The id that the client of an instance knows it by.</summary>
    public static string Of(ServiceInstance instance) =>
        instance.Metadata.TryGetValue(DoorMetadata.AgentId, out var given) && given.Length > 0 ? given : instance.Id.Value;

    /// <summary>Did the instance come in at an agent?</summary>
    public static bool IsOfAgent(ServiceInstance instance) => instance.Metadata.ContainsKey(DoorMetadata.AgentId);

    /// <summary>The id of the record for a service that is registered at the node of this address.</summary>
    /// <param name="same">
    /// The instances that their clients know by the id and that this node may go on with: its own, and what a node that is gone
    /// has left to it.
    /// </param>
    /// <param name="service">What is known of the service.</param>
    public static InstanceId RecordOf(ServiceInstance given, string address, IEnumerable<InstanceView> same, ServiceView? service)
    {
        if (same.FirstOrDefault(v => v.Instance.Service == given.Service) is { } known)
            return known.Instance.Id;
        var isTaken = service is not null && service.Instances.Any(v => v.Instance.Id == given.Id
            && (v.Owner.Address != address || ConsulMetadata.IsExternal(v.Instance.Metadata)));
        return isTaken ? Apart(address, Of(given)) : given.Id;
    }

    /// <summary>Is it the same endpoint, told by an address of its own and not by that of its node?</summary>
    public static bool IsSameEndpoint(ServiceInstance left, ServiceInstance right) =>
        (left.Host, left.Port) == (right.Host, right.Port) && HasAddress(left) && HasAddress(right);

    private static bool HasAddress(ServiceInstance instance) => !ConsulMetadata.Read(instance.Metadata).HasNoAddress;

    /// <summary>The id that no other node gives to a record.</summary>
    public static InstanceId Apart(string address, string id) => InstanceId.Parse(Shortened($"{address}/{id}"));

    /// <summary>An id as a record can have it: of a long one the beginning, with what tells it from others of that beginning.</summary>
    public static string Shortened(string id)
    {
        if (id.Length <= InstanceId.MaxLength)
            return id;
        var kept = KeptOfLong - (char.IsHighSurrogate(id[KeptOfLong - 1]) ? 1 : 0);
        return $"{id[..kept]}~{StableHash.Of("consul-id", id):x16}";
    }
}
