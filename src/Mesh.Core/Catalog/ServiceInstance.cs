namespace Mesh.Catalog;

/// <summary>
/// One endpoint of a service as its owner describes it. Immutable and equal by content: replicas compare whole records.
/// The bounds of each field are in <see cref="InstanceLimits"/>.
/// </summary>
public sealed record ServiceInstance : ITombstoned<InstanceKey, ServiceInstance>
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

    /// <summary>What becomes of it when the node that holds it is away.</summary>
    public Lifetime Life { get; init; }

    /// <summary>Of an anchored one: the address of its node, "host:port"; else empty.</summary>
    public string Home { get; init; } = "";

    /// <summary>Another node's log may hold the key: taking this record away alone might uncover that.</summary>
    public bool Shared { get; init; }

    /// <summary>
    /// The claim says that there is nothing. A record without a host is one that was deregistered; older nodes take it
    /// for an instance that drains.
    /// </summary>
    public bool Deleted => Host.Length == 0;

    /// <summary>
    /// Settles several owners of one key: the higher claim wins in every view, between equal claims the owner that sorts
    /// last. A registration claims at least 1,024 more than the highest seen, and no less than its wall clock's microseconds, so
    /// that a claim that nobody remembers loses to a later one; a deregistration likewise. Both are multiples of 1,024, so that the
    /// registration is known from a claim to which an adoption has added two, or an order eight.
    /// </summary>
    public long Claim { get; init; }

    /// <summary>Wall clock of the owner at the registration. For display and slow start; decides nothing else.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    public InstanceKey Key => new(Service, Id);

    ServiceInstance ITombstoned<InstanceKey, ServiceInstance>.Reclaimed(long claim) => this with { Claim = claim, Shared = true };

    static ServiceInstance ITombstoned<InstanceKey, ServiceInstance>.Tombstone(InstanceKey key, long claim) => new()
    {
        Service = key.Service,
        Id = key.Id,
        Host = "",
        Port = 0,
        Weight = 0,
        Status = InstanceStatus.Draining,
        Claim = claim,
        Shared = true,
    };
}
