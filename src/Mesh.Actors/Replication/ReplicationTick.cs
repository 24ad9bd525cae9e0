using Akka.Actor;

namespace Mesh.Replication;

/// <summary>What the timers of a replication actor say to it.</summary>
internal static class ReplicationTick
{
    public sealed record Write : INoSerializationVerificationNeeded
    {
        public static readonly Write Instance = new();
    }

    public sealed record Poll : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout
    {
        public static readonly Poll Instance = new();
    }

    public sealed record Seal : INoSerializationVerificationNeeded
    {
        public static readonly Seal Instance = new();
    }

    public sealed record WarmUp : INoSerializationVerificationNeeded
    {
        public static readonly WarmUp Instance = new();
    }
}
