using System.Globalization;
using Mesh.Catalog;
using Mesh.Replication;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Wire;

/// <summary>A bucket as a large mesh has them: three owners, instances alike but for id, host, port and metadata.</summary>
internal static class LargeState
{
    /// <param name="order">In which order the writes are merged: a permutation of 0 to count - 1.</param>
    public static InstanceBucket Build(int count, Func<int, int> order)
    {
        var bucket = InstanceBucket.Empty;
        for (var i = 0; i < count; i++)
        {
            var n = order(i);
            var record = Record(n);
            bucket = bucket.Merge(InstanceBucket.Of(OwnerOf(n), new BucketEvent((n / 3) + 1, record.Key, record)));
        }

        return bucket;
    }

    public static Owner OwnerOf(int n) => new($"10.0.0.{n % 3}:4053", 1_000_000_007 * ((n % 3) + 1));

    public static ServiceInstance Record(int n) => new()
    {
        Service = ServiceName.Parse(Text($"service-{n % 50}")),
        Id = InstanceId.Parse(Text($"instance-{n}")),
        Host = Text($"10.20.{n / 250 % 250}.{n % 250}"),
        Port = 8_000 + (n % 100),
        Ports = ValueMap<int>.From([new("grpc", 9_000)]),
        Zone = Text($"zone-{n % 3}"),
        Version = Text($"2.{n % 2}.0"),
        Tags = ["blue", Text($"shard-{n % 4}")],
        Metadata = ValueMap<string>.From([new("team", "checkout"), new("build", Text($"b{n % 7}"))]),
        Status = InstanceStatus.Passing,
        Health = new HealthTerms
        {
            Kind = HealthKind.Ttl,
            Ttl = TimeSpan.FromSeconds(30),
            DeregisterAfter = TimeSpan.FromMinutes(1),
        },
        Claim = 1,
        RegisteredAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(n),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
