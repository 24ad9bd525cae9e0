namespace Mesh.Node.Etcd.Answers;

/// <summary>What one client, and all together, may ask of the door.</summary>
internal sealed record EtcdLimits
{
    /// <summary>etcd's bound for a request.</summary>
    public const int RequestBytes = 1_572_864;

    /// <summary>Watch and keep-alive streams that are open at once.</summary>
    public int Streams { get; init; } = 20_000;

    public int WatchesPerStream { get; init; } = 10_000;

    /// <summary>Requests of a watch stream that wait for those before them.</summary>
    public int WaitingRequests { get; init; } = 128;

    public int Connections { get; init; } = 20_000;

    public int StreamsPerConnection { get; init; } = 1_000;

    /// <summary>How often a watch with progress_notify hears that it is up to date; etcd's period.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromMinutes(10);
}
