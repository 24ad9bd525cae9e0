using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>
/// Between the registry and /user/mesh/heartbeats, within one node: nothing of it crosses the wire, so a heartbeat can
/// never reach the replicated state.
/// </summary>
internal static class HeartbeatProtocol
{
    public interface IMessage : INoSerializationVerificationNeeded;

    // To the heartbeats

    /// <summary>
    /// Begin or, for a key that is tracked, go on with new terms. The record's status is the present one. Counts as a
    /// sign of life: to be sent for registrations and orders, not to repeat what was sent before. A record that comes
    /// Draining stays so until another one says otherwise.
    /// </summary>
    public sealed record Track(ServiceInstance Instance) : IMessage
    {
        /// <summary>False: the order says nothing of the client; named checks that it does not change go on as they are.</summary>
        public bool IsSignOfLife { get; init; } = true;
    }

    public sealed record Untrack(InstanceKey Key) : IMessage;

    /// <summary>The client renewed and said how it is. Restarts the lease's clock.</summary>
    public sealed record Beat(InstanceKey Key, InstanceStatus Status, string Note) : IMessage;

    /// <summary>
    /// The record has this status for one named check now: told by its client or found in another instance. Restarts
    /// the check's clock; nothing is told back.
    /// </summary>
    public sealed record UpdateCheck(InstanceKey Key, string CheckId, InstanceStatus Status, string Output) : IMessage;

    /// <summary>The host's own health; goes to every tracked instance of kind App.</summary>
    public sealed record AppHealth(InstanceStatus Status, string Note) : IMessage;

    // To the registry: transitions only

    /// <summary>
    /// The status found. The same one as the record's can come once after a Track that brought another than was found
    /// here, so that a record and a transition that crossed on their way leave both sides agreed; and with every Beat
    /// for a key that is not tracked here, because nobody judges it.
    /// </summary>
    public sealed record HealthChanged(InstanceKey Key, InstanceStatus Status, Evidence Evidence) : IMessage;

    /// <summary>The same for one of several named checks.</summary>
    public sealed record CheckChanged(InstanceKey Key, string CheckId, InstanceStatus Status, Evidence Evidence) : IMessage;

    /// <summary>Critical for longer than its deregister time: to be removed.</summary>
    public sealed record Lapsed(InstanceKey Key, Evidence Evidence) : IMessage;
}
