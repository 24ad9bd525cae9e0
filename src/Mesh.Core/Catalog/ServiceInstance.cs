namespace Mesh.Catalog;

/// <summary>
/// One endpoint of a service as its owner describes it. Immutable and equal by content: replicas compare whole records.
/// The bounds of each field are in <see cref="InstanceLimits"/>.
/// </summary>
public sealed record ServiceInstance : IClaimed
{
    public required ServiceName Service { get; init; }

    public required InstanceId Id { get; init; }

    /// <summary>A host name or an IP address, without scheme or port.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Further ports by name, such as "grpc" or "metrics".</summary>
    public ValueMap<int> Ports { get; init; } = ValueMap<int>.Empty;

    /// <summary>Where the instance runs, such as a rack or availability zone; empty when unknown.</summary>
    public string Zone { get; init; } = "";

    public string Version { get; init; } = "";

    public ValueList<string> Tags { get; init; } = [];

    public ValueMap<string> Metadata { get; init; } = ValueMap<string>.Empty;

    /// <summary>Share of calls relative to the others, 0 to 65535; 0 takes none unless all have 0.</summary>
    public int Weight { get; init; } = 1;

    public InstanceStatus Status { get; init; }

    public HealthTerms Health { get; init; } = HealthTerms.None;

    /// <summary>
    /// Several checks, each with a name and a status of its own. Their worst is <see cref="Status"/>, unless the
    /// instance drains. With any of these <see cref="Health"/> is None.
    /// </summary>
    public ValueList<NamedCheck> Checks { get; init; } = [];

    /// <summary>Stays when its owner is removed: another node adopts it.</summary>
    public bool Kept { get; init; }

    /// <summary>
    /// Settles two owners of one key without clocks: each registration claims one more than the highest seen. The
    /// higher claim wins in every view; between equal claims the owner that sorts last does.
    /// </summary>
    public long Claim { get; init; }

    /// <summary>Wall clock of the owner at the registration. For display and slow start; decides nothing else.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    public InstanceKey Key => new(Service, Id);
}
