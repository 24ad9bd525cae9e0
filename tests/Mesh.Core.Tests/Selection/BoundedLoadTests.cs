using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Selection;

public sealed class BoundedLoadTests
{
    private static readonly Gen<(int[] Weights, (int Key, bool Ends)[] Calls)> Traffic =
        Gen.Select(Gen.Int[1, 5].Array[1, 12], Gen.Select(Gen.Int[0, 20], Gen.Bool).Array[1, 200]);

    [Fact]
    public void No_instance_is_given_more_than_a_quarter_above_its_fair_part() => Traffic.Sample(traffic =>
    {
        var (weights, calls) = traffic;
        var set = Offer.Set([.. weights.Select((w, i) => Offer.View($"i{i:d3}", w))]);
        var running = new List<Endpoint>();
        foreach (var (key, ends) in calls)
        {
            if (ends && running.Count > 0)
            {
                running[key % running.Count].Load.End();
                running.RemoveAt(key % running.Count);
                continue;
            }

            var picked = set.Pick(new PickRequest { Key = $"hot-{key % 3}" })!;
            picked.Load.Begin();
            running.Add(picked);
            var fair = running.Count * (double)picked.Instance.Weight / weights.Sum();
            Assert.InRange(picked.Load.Outstanding, 1, Math.Ceiling(BoundedLoad.Factor * fair));
        }
    });

    [Fact]
    public void Bound_holds_for_large_pools_too()
    {
        var set = Offer.Set(Offer.Alike(200));
        for (var call = 0; call < 10_000; call++)
            set.Pick(new PickRequest { Key = "hot" })!.Load.Begin();

        // 50 each would be even, 62.5 is the bound.
        Assert.InRange(set.Endpoints.Max(e => e.Load.Outstanding), 50, 63);
    }

    [Fact]
    public void Idle_instances_get_their_own_keys_only()
    {
        var set = Offer.Set(Offer.Alike(10));
        var request = new PickRequest { Key = "customer-1" };
        var home = set.Pick(request);

        Assert.Equal(home, set.Pick(request));
        home!.Load.Begin();
        home.Load.Begin();
        var next = set.Pick(request);
        Assert.NotEqual(home, next);
        Assert.Equal(EndpointSelection.Select(Offer.Of(set, []), "customer-1", null, 10)[0], next);
        home.Load.End();
        home.Load.End();
        Assert.Equal(home, set.Pick(request));
    }

    [Fact]
    public void Somebody_always_has_room() => Gen.Int[0, 40].Array[1, 16].Sample(loads =>
    {
        var set = Offer.Set(Offer.Alike(loads.Length));
        foreach (var (endpoint, load) in set.Endpoints.Zip(loads))
        {
            for (var i = 0; i < load; i++)
                endpoint.Load.Begin();
        }

        var picked = set.Pick(new PickRequest { Key = $"{loads.Length}" })!;
        Assert.True(picked.Load.Outstanding <= Math.Ceiling(BoundedLoad.Factor * (loads.Sum() + 1) / loads.Length) - 1);
    });

    [Fact]
    public void Power_of_two_takes_the_one_with_fewer_calls_for_its_weight()
    {
        ImmutableArray<InstanceView> instances = [Offer.View("heavy", weight: 3), Offer.View("light")];
        var set = Offer.Set(instances, ServicePolicy.Default with { Policy = PolicyNames.PowerOfTwo });
        for (var call = 0; call < 4_000; call++)
            set.Pick(default)!.Load.Begin();

        Assert.InRange(set.Endpoints[0].Load.Outstanding, 2_950, 3_050);
    }

    [Fact]
    public void Power_of_two_levels_out_what_chance_does_not()
    {
        var two = Offer.Set(Offer.Alike(50), ServicePolicy.Default with { Policy = PolicyNames.PowerOfTwo });
        var one = Offer.Set(Offer.Alike(50), ServicePolicy.Default with { Policy = PolicyNames.Random });
        for (var call = 0; call < 5_000; call++)
        {
            two.Pick(default)!.Load.Begin();
            one.Pick(default)!.Load.Begin();
        }

        Assert.InRange(two.Endpoints.Max(e => e.Load.Outstanding), 100, 104);
        Assert.InRange(one.Endpoints.Max(e => e.Load.Outstanding), 110, 150);
    }
}
