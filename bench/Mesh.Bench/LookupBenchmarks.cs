using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Bench;

/// <summary>
/// What a caller pays for each call it makes: finding the service in the snapshot by name, and picking an instance of it.
/// 1,000 services of 10 instances each. <see cref="Called"/> says how many of them the process calls in turn: 10 stay in
/// the processor's first cache, 1,000 do not, and then the time is that of memory.
/// </summary>
public class LookupBenchmarks
{
    private const int Services = 1_000;
    private const int Instances = 10;

    private readonly string[] _names = [.. Enumerable.Range(0, Services).Select(i => $"service-{i:d4}")];
    private readonly string[] _keys = [.. Enumerable.Range(0, Services).Select(i => $"customer-{i * 7919:d8}")];
    private CatalogSnapshot _snapshot = new(0, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);
    private int _next;

    [Params(10, Services)]
    public int Called { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var context = new SelectionContext(
            "zone-0", TimeSpan.Zero, new EndpointLoads(), TimeProvider.System, PerThreadRandom.Instance);
        _snapshot = new CatalogSnapshot(
            1,
            // The callers' names are other strings than the snapshot's, as in life: finding one compares its characters.
            _names.ToImmutableDictionary(name => new string(name.AsSpan()), name => Service(name, context)),
            ImmutableDictionary<Owner, OwnerContact>.Empty);
        // A call under way everywhere, so that the bounded load of the hash has something to add up.
        foreach (var endpoint in _snapshot.Services.Values.SelectMany(s => s.Endpoints.Endpoints))
            endpoint.Load.Begin();
        // A set's first picks build its tables, which is not what is measured.
        foreach (var service in _snapshot.Services.Values)
        {
            foreach (var policy in PolicyNames.All)
                service.Endpoints.Pick(new PickRequest { Policy = policy, Key = _keys[0] });
        }
    }

    [Benchmark(Baseline = true)]
    public ServiceView? Find() => _snapshot.Find(Name());

    [Benchmark]
    public Endpoint? FindAndPick() => _snapshot.Find(Name())!.Endpoints.Pick(default);

    [Benchmark]
    public Endpoint? RoundRobin() => Pick(PolicyNames.RoundRobin);

    [Benchmark]
    public Endpoint? Random() => Pick(PolicyNames.Random);

    [Benchmark]
    public Endpoint? Weighted() => Pick(PolicyNames.Weighted);

    [Benchmark]
    public Endpoint? PowerOfTwo() => Pick(PolicyNames.PowerOfTwo);

    [Benchmark]
    public Endpoint? ConsistentHash()
    {
        var name = Name();
        return _snapshot.Find(name)!.Endpoints.Pick(new PickRequest { Key = _keys[_next] });
    }

    private static ServiceView Service(string name, SelectionContext context)
    {
        ImmutableArray<InstanceView> instances = [.. Enumerable.Range(0, Instances).Select(i => View(name, i))];
        return new ServiceView(
            ServiceName.Parse(name), 1, instances, ServicePolicy.Default,
            EndpointSet.Build(instances, ServicePolicy.Default, context));
    }

    private static InstanceView View(string name, int i) => new(
        new ServiceInstance
        {
            Service = ServiceName.Parse(name),
            Id = InstanceId.Parse($"{name}-{i}"),
            Host = "10.0.0.1",
            Port = 8080 + i,
            Zone = $"zone-{i % 2}",
            Weight = 1 + (i % 2),
            Status = InstanceStatus.Passing,
        },
        new Owner($"10.0.0.{i}:4053", i),
        Standing.Confirmed);

    private Endpoint? Pick(string policy) => _snapshot.Find(Name())!.Endpoints.Pick(new PickRequest { Policy = policy });

    private string Name()
    {
        if (++_next >= Called)
            _next = 0;
        return _names[_next];
    }
}
