using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>What the shell has to do for <see cref="HeartbeatCore"/>, in the order given.</summary>
internal abstract record HeartbeatEffect
{
    /// <summary>To the registry.</summary>
    public sealed record Tell(HeartbeatProtocol.IMessage Message) : HeartbeatEffect;

    /// <summary>A transition, for the log.</summary>
    public sealed record Moved(InstanceKey Key, string CheckId, HealthTransition Transition) : HeartbeatEffect;

    /// <summary>Begin a run; its outcome comes back with its number.</summary>
    /// <param name="Host">The address that it may reach.</param>
    public sealed record Run(TrackedCheck Check, long Number, HealthTerms Terms, string Host) : HeartbeatEffect;

    /// <summary>End a run, if it goes on.</summary>
    public sealed record EndRun(long Number) : HeartbeatEffect;

    /// <summary>What a named check saw, or is said to have seen.</summary>
    public sealed record Report(InstanceKey Key, string CheckId, InstanceStatus Status, string Output, DateTimeOffset Wall) : HeartbeatEffect;

    /// <summary>A lease ran out.</summary>
    public sealed record Expired(InstanceKey Key, string CheckId, InstanceStatus Status, Evidence Evidence, DateTimeOffset Wall) : HeartbeatEffect;

    /// <summary>An active check found its instance critical.</summary>
    public sealed record Failed : HeartbeatEffect
    {
        public static readonly Failed Instance = new();
    }

    /// <summary>The instance has these checks and no others.</summary>
    public sealed record Keep(TrackedInstance Of) : HeartbeatEffect;

    public sealed record Forget(InstanceKey Key) : HeartbeatEffect;

    /// <summary>Send <see cref="HeartbeatInput.Due"/> after so long; one of several counts, the last.</summary>
    public sealed record Wake(TimeSpan After) : HeartbeatEffect;
}
