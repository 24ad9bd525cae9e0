using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Membership.Joining;
using Mesh.Registry;
using Mesh.Remote;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using static Mesh.Membership.MembershipProtocol;
using static Mesh.Registry.RegistryPeerProtocol;
using static Mesh.Registry.RegistryProtocol;
using static Mesh.Remote.RemoteProtocol;
using static Mesh.Replication.ReplicationProtocol;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using KeyEventOfLog = Mesh.Replication.BucketEvent<Mesh.KeyValues.KeySlot, Mesh.KeyValues.KeyRecord>;

namespace Mesh.Actors.Tests.Wire;

/// <summary>One message of each kind with every field set: what the golden files hold.</summary>
internal static class WireSamples
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly InstanceKey Key = new(Orders, InstanceId.Parse("o-1"));
    private static readonly Owner One = new("10.0.0.1:4053", 305_419_896);
    private static readonly Owner Two = new("[fe80::2]:4053", -2);
    private static readonly Evidence Seen = new(Causes.HealthCheck, "10.0.0.1:4053", "3 failures in a row");
    private static readonly ServicePolicy Shared = new()
    {
        Policy = PolicyNames.Weighted,
        ZonePreference = ZonePreference.Strict,
        FailOpen = 0.25,
        Shares = ValueMap<int>.From([new("version=2", 5), new("tag=canary", 1)]),
    };

    private static readonly InstanceFilter Filter = new()
    {
        Status = InstanceStatus.Passing,
        Standing = Standing.Confirmed,
        Tags = ["blue", "fast"],
        Zone = "z-1",
        Version = "2.1",
        Metadata = ValueMap<string>.From([new("team", "checkout")]),
    };

    public static ServiceInstance Instance { get; } = new()
    {
        Service = Orders,
        Id = Key.Id,
        Host = "10.1.2.3",
        Port = 8080,
        Ports = ValueMap<int>.From([new("grpc", 8081), new("metrics", 9090)]),
        Zone = "z-1",
        Version = "2.1",
        Tags = ["blue", "fast"],
        Metadata = ValueMap<string>.From([new("team", "checkout"), new("note", "grün")]),
        Weight = 300,
        Status = InstanceStatus.Warning,
        Health = new()
        {
            Kind = HealthKind.Http,
            Target = "http://10.1.2.3:8080/healthz",
            Ttl = TimeSpan.FromSeconds(30),
            Interval = TimeSpan.FromSeconds(10),
            Timeout = TimeSpan.FromSeconds(2),
            Passes = 2,
            Fails = 3,
            DeregisterAfter = TimeSpan.FromMinutes(1),
        },
        Life = Lifetime.Floating,
        Claim = 7,
        RegisteredAt = At,
    };

    /// <summary>Both ends of what a check may hold: one with every field, one with as good as none.</summary>
    public static ValueList<NamedCheck> Checks { get; } =
    [
        new NamedCheck
        {
            Id = "service:o-1:1",
            Name = "Orders over HTTP",
            Notes = "grün",
            Status = InstanceStatus.Critical,
            OfNode = true,
            Terms = new()
            {
                Kind = HealthKind.Http,
                Target = "https://10.1.2.3:8443/healthz",
                Interval = TimeSpan.FromSeconds(10),
                Timeout = TimeSpan.FromSeconds(2),
                Passes = 2,
                Fails = 3,
                WarnFails = 1,
                DeregisterAfter = TimeSpan.FromMinutes(1),
                Method = "POST",
                Headers = ValueMap<string>.From([new("X-Probe", "1, 2"), new("Accept", "text/plain")]),
                Body = "ping",
                SkipVerify = true,
                NoRedirects = true,
                UseTls = true,
                ServerName = "orders.example",
            },
        },
        new NamedCheck { Id = "_service_maintenance:o-1", Status = InstanceStatus.Critical },
    ];

    public static ServiceInstance Checked { get; } = Instance with { Health = HealthTerms.None, Checks = Checks };

    public static IReadOnlyList<IWireMessage> All { get; } = [.. Commands(), .. Replies(), .. Members(), .. Replicas(), .. Keys(), .. Remotes()];

    private static IEnumerable<IWireMessage> Commands() =>
    [
        new Register(Instance, Consistency.Majority, TimeSpan.FromSeconds(5)),
        new Deregister(Key, Seen),
        new Renew(Key, InstanceStatus.Passing, "fine"),
        new SetStatus(Key, InstanceStatus.Critical, Seen),
        new UpdateCheck(Key, "service:o-1:2", InstanceStatus.Warning, "slow"),
        new ChangeChecks(Key, Checks, ["service:o-1:3"], Seen),
        new Drain(Key, TimeSpan.FromSeconds(10)),
        new SetPolicy(Orders, Shared),
        new Subscribe(Orders, 123_456_789_012),
        new Unsubscribe(Orders),
        new GetInstances(Orders, Filter),
        GetServices.Instance,
        new GetPolicy(Orders),
        new Select(Orders, "customer-17", PolicyNames.ConsistentHash, 3, Filter),
        new Explain(Key),
    ];

    private static IEnumerable<IWireMessage> Replies()
    {
        var view = new InstanceView(Instance, Two, Standing.Suspect);
        var story = new CatalogEvent(At, Key, "passing → critical", Seen);
        return
        [
            new Registered(Key, 640, 2, true),
            new Deregistered(Key, 641),
            new Renewed(Key, 642),
            new StatusSet(Key, 643),
            new CheckUpdated(Key, 654),
            new ChecksChanged(Key, 655),
            new CheckNotFound(Key, "service:o-1:9", 656),
            new Drained(Key, ["10.0.0.1:4053"], ["10.0.0.2:4053"]),
            new PolicySet(Orders, 644),
            new Policy(Orders, Shared, 645),
            new Subscribed(646),
            new Unsubscribed(647),
            new Instances(Orders, 648, TimeSpan.FromMilliseconds(12), [view]),
            new Services(649, [new ServiceSummary(Orders, 3, 2, 600)]),
            new Selected(Orders, 650, [view]),
            new Explanation(Key, [story]),
            new InstanceNotFound(Key, 651),
            new NothingToSelect(Orders, 652),
            new Rejected([new InvalidField("port", "70000", "must be 0 to 65535")]),
            new Unavailable("the owner 10.0.0.2:4053 did not answer within 5 s"),
            new Changed(653, [
                new CatalogChange(653, Orders, ChangeKind.Updated, view),
                new CatalogChange(653, default, ChangeKind.Reset, null),
            ]),
        ];
    }

    private static IEnumerable<IWireMessage> Members()
    {
        var terms = new MeshTerms("mesh", 64, 1);
        var island = new Island(3, Two, 1_773_500_966_000);
        return
        [
            new Hello(One, "n-1", "z-1", "0.1.0", 1_773_500_966_000),
            new Accusation(Two, Seen),
            new Ping(One, 4),
            new Pong(Two, 4),
            new ReachabilityReport(One, [Two], [One]),
            new Knock(One, terms, true, island),
            new KnockAnswer(Two, terms, true, island, true),
        ];
    }

    private static IEnumerable<IWireMessage> Replicas()
    {
        var part = new BucketPart(17, Bucket());
        var policies = PolicyTable.Of(new PolicyEntry(Orders, Shared, 9, "10.0.0.1:4053"));
        return
        [
            part.Bucket,
            policies,
            new Push(One, 11, true, [part], policies),
            new PushAck(Two, 11),
            new GetVersions(One),
            new Versions(One, true, [new(17, Two, 5), new(18, Two, 6), new(18, One, 1)]),
            new Known(One),
            new Back(One, Stores: true),
            new Pull(One, [17, 18]),
            new BucketState(One, part) { Seals = [new(Two, Signed)] },
            new Sealed(One, [Signed]),
            new Forwarded(new Renew(Key, InstanceStatus.Passing, "fine"), TimeSpan.FromMilliseconds(250)),
            new Reached(new Deregistered(Key, 5), ["10.0.0.1:4053"]),
            new IndexesReached([new ReachedIndex("orders", 872_000_000_000, 0x9e37_79b9_7f4a_7c15), new ReachedIndex(IndexLine.Gone, 872_000_000_001, 0)]),
            new GetEvents(Key),
            new Events(Key, Two, [new CatalogEvent(At, Key, "removed", Seen)]),
        ];
    }

    private static Seal Signed => new(17, 5, 1_773_500_966_000, [1, 2, 0xfe, 0xff], [0x30, 3, 2, 1, 1]);

    private static IEnumerable<IWireMessage> Remotes()
    {
        var name = RemoteName.Parse("orders@eu");
        return
        [
            new RemoteProtocol.Follow([new Wanted(name, 7), new Wanted(RemoteName.Parse("billing@*"), 0)]),
            new Imported(
                name,
                "eu",
                8,
                RemoteState.Stale,
                TimeSpan.FromSeconds(12),
                true,
                [new InstanceView(Instance, Owner.OfMesh("eu"), Standing.Suspect)]),
        ];
    }

    private static IEnumerable<IWireMessage> Keys()
    {
        var record = new KeyRecord
        {
            Slot = KeySlot.OfEntry(Octets.Utf8("/services/orders/10.1.2.3:8080")),
            Value = Octets.Wrap([0, 1, 0xfe, 0xff]),
            Lease = 7_587_862_094_371_219_457,
            Flags = ulong.MaxValue,
            Claim = 1_773_500_966_000_000,
            Shared = true,
        };
        var lease = new KeyRecord { Slot = KeySlot.OfLease(record.Lease), Ttl = 15, Claim = 5 };
        var gone = new KeyRecord { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Claim = 9, Deleted = true, Shared = true };
        var bucket = KeyBucket.Of(One, new KeyEventOfLog(1, record.Slot, record), new KeyEventOfLog(2, lease.Slot, lease))
            .Merge(KeyBucket.Of(Two, new KeyEventOfLog(3, gone.Slot, gone), new KeyEventOfLog(5, record.Slot, null)));
        var part = new KeyBucketPart(17, bucket);
        return
        [
            bucket,
            new KeyReplicationProtocol.KeyPush(One, true, [part], 5),
            new KeyReplicationProtocol.KeyBucketState(Two, part) { Seals = [new(One, Signed)] },
            new KeyReplicationProtocol.KeyReached(6_983_000_000_000, 0x9e37_79b9_7f4a_7c15),
            new KeyReplicationProtocol.LeaseCall(4, LeaseVerb.KeepAlive, record.Lease),
            new KeyReplicationProtocol.LeaseAnswer(4, true, 15, 12, [record.Slot.Name, gone.Slot.Name]),
        ];
    }

    /// <summary>One log up to date, one with a gap, one with a removal that arrived early.</summary>
    private static InstanceBucket Bucket()
    {
        var other = Instance with { Id = InstanceId.Parse("o-2"), Status = InstanceStatus.Passing, Health = HealthTerms.None };
        return InstanceBucket.Of(One, new BucketEvent(1, Key, Instance), new BucketEvent(2, other.Key, other))
            .Merge(InstanceBucket.Of(Two, new BucketEvent(3, other.Key, other), new BucketEvent(5, Key, null)));
    }
}
