using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Views;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Testing;

/// <summary>Instances and sets as the tests of selection need them.</summary>
internal static class Offer
{
    public static readonly ServiceName Service = ServiceName.Parse("orders");
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static InstanceView View(
        string id,
        int weight = 1,
        string zone = "",
        string version = "",
        InstanceStatus status = InstanceStatus.Passing,
        Standing standing = Standing.Confirmed,
        TimeSpan? age = null,
        params string[] tags) => new(
            new ServiceInstance
            {
                Service = Service,
                Id = InstanceId.Parse(id),
                Host = "10.0.0.1",
                Port = 80,
                Weight = weight,
                Zone = zone,
                Version = version,
                Tags = ValueList.From(tags),
                Status = status,
                RegisteredAt = Now - (age ?? TimeSpan.FromDays(1)),
            },
            new Owner("10.0.0.1:4053", 1),
            standing);

    /// <summary>Alike but for their ids, "i000" and on.</summary>
    public static ImmutableArray<InstanceView> Alike(int count) => [.. Enumerable.Range(0, count).Select(i => View($"i{i:d3}"))];

    public static SelectionContext Context(
        string zone = "", TimeSpan slowStart = default, int seed = 1, TimeProvider? time = null) =>
        new(zone, slowStart, new EndpointLoads(), time ?? new FakeTimeProvider(Now), new SeededPickRandom(seed));

    public static EndpointSet Set(
        ImmutableArray<InstanceView> instances, ServicePolicy? policy = null, SelectionContext? context = null) =>
        EndpointSet.Build(instances, policy ?? ServicePolicy.Default, context ?? Context());

    public static ServiceView Of(EndpointSet set, ImmutableArray<InstanceView> instances) =>
        new(Service, 1, instances, ServicePolicy.Default, set);

    public static ServicePolicy Sharing(params (string Selector, int Percent)[] shares) =>
        ServicePolicy.Default with { Policy = PolicyNames.Random, Shares = Shares(shares) };

    public static ValueMap<int> Shares(params (string Selector, int Percent)[] shares) =>
        ValueMap<int>.From(shares.Select(s => KeyValuePair.Create(s.Selector, s.Percent)));

    /// <summary>How often each id comes in so many picks, as a part of them.</summary>
    public static Dictionary<string, double> Parts(EndpointSet set, int picks, PickRequest request = default)
    {
        var counts = new Dictionary<string, double>();
        for (var i = 0; i < picks; i++)
        {
            var id = set.Pick(request)!.Instance.Id.Value;
            counts[id] = counts.GetValueOrDefault(id) + (1.0 / picks);
        }

        return counts;
    }

    /// <summary>The part of the picks that goes to instances of which something holds.</summary>
    public static double Part(EndpointSet set, int picks, Func<ServiceInstance, bool> holds, PickRequest request = default) =>
        Enumerable.Range(0, picks).Count(_ => holds(set.Pick(request)!.Instance)) / (double)picks;

    /// <summary>Empty for none.</summary>
    public static string IdOf(Endpoint? endpoint) => endpoint?.Instance.Id.Value ?? "";
}
