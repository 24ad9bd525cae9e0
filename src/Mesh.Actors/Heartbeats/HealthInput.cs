using Mesh.Catalog;
using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>What <see cref="HealthState"/> is told.</summary>
internal abstract record HealthInput
{
    /// <summary>A record is taken over: its terms, and its status, which counts as a sign of life.</summary>
    public sealed record Tracked(HealthTerms Terms, InstanceStatus Status) : HealthInput;

    /// <summary>The result of an active check; thresholds apply in both directions.</summary>
    public sealed record Probed(ProbeResult Result) : HealthInput;

    /// <summary>
    /// The client renewed and said how it is; its word counts at once. Where an active check decides, the word
    /// changes nothing.
    /// </summary>
    public sealed record Beat(InstanceStatus Status, string Note) : HealthInput;

    /// <summary>The host's own health, for an instance of kind App; its word counts at once.</summary>
    public sealed record AppHealth(InstanceStatus Status, string Note) : HealthInput;

    /// <summary>
    /// This node was paused until then: nobody could be heard meanwhile, so clients get one ttl, and checked instances
    /// one check, to show themselves before their time is up. Repeating it changes nothing.
    /// </summary>
    public sealed record Paused(TimeSpan Ended) : HealthInput;

    /// <summary>Time went on: the lease may have expired, or the deregister time be over.</summary>
    public sealed record Tick : HealthInput
    {
        public static readonly Tick Instance = new();
    }
}
