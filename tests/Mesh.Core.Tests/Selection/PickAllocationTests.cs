using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Selection;

public sealed class PickAllocationTests
{
    private const int PicksEach = 3_000;

    private static readonly TimeSpan SlowStart = TimeSpan.FromMinutes(1);

    public static TheoryData<string?, string?, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string?, string?, bool, bool>();
            foreach (var policy in PolicyNames.All.Append(null))
            {
                cases.Add(policy, null, false, false);
                cases.Add(policy, "customer-1234567890-with-a-long-tail", false, false);
                cases.Add(policy, "k", true, false);
                cases.Add(policy, "k", false, true);
                cases.Add(policy, null, true, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lookup_and_pick_allocate_nothing(string? policy, string? key, bool shares, bool warming)
    {
        ImmutableArray<InstanceView> instances =
        [
            .. Enumerable.Range(0, 12).Select(i => Offer.View(
                $"i{i:d2}", weight: 1 + (i % 3), zone: $"z{i % 5}", version: $"{i % 2}",
                age: i == 0 ? TimeSpan.Zero : TimeSpan.FromDays(1))),
        ];
        var set = EndpointSet.Build(
            instances,
            shares ? Offer.Sharing(("version=1", 10)) : ServicePolicy.Default,
            new SelectionContext(
                "z0", warming ? SlowStart : default, new EndpointLoads(), Offer.Context().Time, PerThreadRandom.Instance));
        foreach (var endpoint in set.Endpoints)
            endpoint.Load.Begin();
        var snapshot = new CatalogSnapshot(
            1,
            ImmutableDictionary<string, ServiceView>.Empty.Add("orders", Offer.Of(set, instances)),
            ImmutableDictionary<Owner, OwnerContact>.Empty);
        var request = new PickRequest { Policy = policy, Key = key };

        // The first picks build what the policy needs, and the runtime recompiles what is hot: an allocation that belongs
        // to the pick is there in every round.
        Assert.Equal(0, Enumerable.Range(0, 6).Min(_ => AllocatedBy(snapshot, request)));
    }

    private static long AllocatedBy(CatalogSnapshot snapshot, PickRequest request)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var picked = Picks(snapshot, request, PicksEach);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(PicksEach, picked);
        return allocated;
    }

    private static int Picks(CatalogSnapshot snapshot, PickRequest request, int count)
    {
        var picked = 0;
        for (var i = 0; i < count; i++)
        {
            if (snapshot.Find("orders")!.Endpoints.Pick(in request) is not null)
                picked++;
        }

        return picked;
    }
}
