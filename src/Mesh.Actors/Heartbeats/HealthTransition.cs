using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>What the registry is to be told of an instance.</summary>
/// <param name="From">The status before; equal to <paramref name="To"/> when one set from outside is confirmed.</param>
/// <param name="Lapsed">Critical for longer than its deregister time: to be removed.</param>
internal sealed record HealthTransition(InstanceStatus From, InstanceStatus To, Evidence Evidence, bool Lapsed = false);
