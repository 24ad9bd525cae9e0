using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>What a heartbeat knows, kept beside its actor so that a restart goes on with it.</summary>
internal sealed class HeartbeatMemory(InstanceKey key, HealthState state)
{
    public InstanceKey Key => key;

    /// <summary>Touched by the instance's actor only, after its first start.</summary>
    public HealthState State { get; set; } = state;
}
