namespace Mesh.Heartbeats;

/// <summary>One check of a tracked instance; <see cref="Id"/> is empty for the one without a name.</summary>
internal sealed class TrackedCheck(string id, HealthState state)
{
    public string Id => id;

    public HealthState State { get; set; } = state;
}
