using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Replication;
using Mesh.Wire;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Bench;

/// <summary>
/// Writing and reading a replicated bucket: one of 64 in a mesh of 100,000 instances, and the delta of one change of
/// status. The generated classes, which the code by hand took the place of, are here without the step from and to our
/// own types that they would need besides.
/// </summary>
public class WireBenchmarks
{
    private const int Instances = 1_500;

    private readonly WireEntry _entry = WireCatalogue.ByType[typeof(InstanceBucket)];
    private InstanceBucket _bucket = InstanceBucket.Empty;
    private InstanceBucket _delta = InstanceBucket.Empty;
    private Wire.Proto.InstanceBucket _generated = new();
    private byte[] _bucketBytes = [];
    private byte[] _deltaBytes = [];

    [GlobalSetup]
    public void Setup()
    {
        for (var node = 0; node < 3; node++)
            _bucket = _bucket.With(OwnerOf(node), Log(node));
        var record = Record(7);
        _delta = InstanceBucket.Of(OwnerOf(1), new BucketEvent(777, record.Key, record with { Status = InstanceStatus.Critical }));
        _bucketBytes = _entry.Write(_bucket);
        _deltaBytes = _entry.Write(_delta);
        _generated = Wire.Proto.InstanceBucket.Parser.ParseFrom(_bucketBytes);
        Console.WriteLine(
            $"// {_bucketBytes.Length} bytes, {(double)_bucketBytes.Length / Instances:f1} per instance; delta {_deltaBytes.Length}");
    }

    [Benchmark]
    public byte[] WriteBucket() => _entry.Write(_bucket);

    [Benchmark]
    public object ReadBucket() => _entry.Read(_bucketBytes);

    [Benchmark]
    public byte[] WriteDelta() => _entry.Write(_delta);

    [Benchmark]
    public object ReadDelta() => _entry.Read(_deltaBytes);

    [Benchmark]
    public byte[] GeneratedWriteBucket() => _generated.ToByteArray();

    [Benchmark]
    public object GeneratedReadBucket() => Wire.Proto.InstanceBucket.Parser.ParseFrom(_bucketBytes);

    private static OwnerLog Log(int node)
    {
        var live = ImmutableSortedDictionary.CreateBuilder<InstanceKey, ServiceInstance>();
        for (var n = node; n < Instances; n += 3)
        {
            var record = Record(n);
            live[record.Key] = record;
        }

        return new OwnerLog(live.Count, live.ToImmutable(), OwnerLog.Empty.Cloud);
    }

    private static Owner OwnerOf(int node) => new(Text($"10.0.0.{node}:4053"), 1_000_000_007 * (node + 1));

    private static ServiceInstance Record(int n) => new()
    {
        Service = ServiceName.Parse(Text($"service-{n % 50}")),
        Id = InstanceId.Parse(Text($"instance-{n}")),
        Host = Text($"10.20.{n / 250}.{n % 250}"),
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
