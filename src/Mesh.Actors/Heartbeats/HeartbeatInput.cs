using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>What <see cref="HeartbeatCore"/> is told.</summary>
internal abstract record HeartbeatInput
{
    /// <summary>A message to the heartbeats.</summary>
    /// <param name="Jitter">From 0 to 1; used where the message begins something.</param>
    public sealed record Told(HeartbeatProtocol.IMessage Message, double Jitter) : HeartbeatInput;

    /// <summary>A run of a check has an outcome.</summary>
    public sealed record Checked(TrackedCheck Check, long Run, ProbeResult Result) : HeartbeatInput;

    /// <summary>The node shows itself that it does not stand still.</summary>
    /// <param name="IsClosed">Nobody can reach it yet.</param>
    public sealed record Pulse(bool IsClosed) : HeartbeatInput;

    /// <summary>The time that the last <see cref="HeartbeatEffect.Wake"/> named has come.</summary>
    public sealed record Due : HeartbeatInput
    {
        public static readonly Due Instance = new();
    }

    /// <summary>The shell begins, perhaps anew: runs and timers of an earlier one have ended.</summary>
    public sealed record Started : HeartbeatInput
    {
        public static readonly Started Instance = new();
    }
}
