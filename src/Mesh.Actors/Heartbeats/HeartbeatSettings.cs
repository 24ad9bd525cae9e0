using Mesh.Heartbeats.Probes;

namespace Mesh.Heartbeats;

/// <summary>What the heartbeats of a node need to know and to use.</summary>
internal sealed record HeartbeatSettings
{
    /// <summary>Checks that run at once on a node.</summary>
    public const int ChecksAtOnce = 64;

    /// <summary>This node's remoting address, "host:port", for evidence.</summary>
    public required string Observer { get; init; }

    public required TimeProvider Time { get; init; }

    public required IHealthProbe Probe { get; init; }

    /// <summary>Numbers from 0 to 1, drawn by one actor only; they spread the checks over their interval.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>How often the node looks whether it stood still.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How much later than due the pulse may come before the node takes it for a pause of its own.</summary>
    public TimeSpan PauseBound { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Can nobody reach this node yet? Asked at each pulse.</summary>
    public Func<bool> IsClosed { get; init; } = static () => false;

    /// <summary>Gets what each run of a named check saw.</summary>
    public CheckReports Reports { get; init; } = new();

    /// <summary>Where among all checks of the node each has its place.</summary>
    public CheckSpread Spread { get; init; } = new();

    /// <param name="reach">What checks may reach; null: any address but those of the link and of metadata.</param>
    /// <param name="isClosed">Null: this node is open.</param>
    public static HeartbeatSettings Create(
        string observer, TimeProvider time, CheckReports? reports = null, ProbeReach? reach = null, Func<bool>? isClosed = null) => new()
        {
            IsClosed = isClosed ?? (static () => false),
            Observer = observer,
            Reports = reports ?? new CheckReports(),
            Time = time,
            Probe = new BoundedProbe(new HealthProbes(time, reach ?? ProbeReach.Default), ChecksAtOnce),
            Jitter = new Random().NextDouble,
        };
}
