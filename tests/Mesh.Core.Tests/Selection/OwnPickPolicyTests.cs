using Mesh.Catalog;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Views;

namespace Mesh.Core.Tests.Selection;

/// <summary>Policies that an application adds.</summary>
public sealed class OwnPickPolicyTests
{
    private static readonly PickPolicies Policies = new([new LastOfAll(), new HashModulo()]);

    [Fact]
    public void Service_is_picked_by_the_policy_that_it_names()
    {
        var set = Set(new ServicePolicy { Policy = "last-of-all" });

        Assert.Equal("c", Offer.IdOf(set.Pick(default)));
        // A policy that is not keyed says nothing of keys: they go by consistent hash, as with the built-in ones.
        Assert.Equal(
            Offer.IdOf(Set(ServicePolicy.Default).Pick(new PickRequest { Key = "k" })),
            Offer.IdOf(set.Pick(new PickRequest { Key = "k" })));
    }

    [Fact]
    public void Request_is_picked_by_the_policy_that_it_names()
    {
        var set = Set(ServicePolicy.Default);

        Assert.Equal("c", Offer.IdOf(set.Pick(new PickRequest { Policy = "last-of-all" })));
        Assert.Equal("c", Offer.IdOf(set.Pick(new PickRequest { Policy = "last-of-all", Key = "a" })));
    }

    [Fact]
    public void Keyed_policy_of_a_service_has_all_its_keys()
    {
        var set = Set(new ServicePolicy { Policy = "hash-modulo" });
        var chosen = Keys.Select(key => Offer.IdOf(set.Pick(new PickRequest { Key = key }))).ToArray();

        Assert.Equal(chosen, Keys.Select(key => Offer.IdOf(set.Pick(new PickRequest { Key = key }))));
        Assert.Equal(chosen, Keys.Select(key => HashModulo.ChosenBy(KeyHash.Of(key), 3)).Select(i => "abc"[i].ToString()));
    }

    [Fact]
    public void Keyed_policy_is_not_asked_for_requests_without_a_key()
    {
        var parts = Offer.Parts(Set(new ServicePolicy { Policy = "hash-modulo" }), 3_000);

        Assert.Equal(["a", "b", "c"], parts.Keys.Order());
    }

    [Fact]
    public void Several_of_a_keyed_policy_begin_with_the_one_it_picks_and_have_all()
    {
        var set = Set(new ServicePolicy { Policy = "hash-modulo" });
        foreach (var key in Keys)
        {
            var several = EndpointSelection.Select(Offer.Of(set, []), key, null, 3).Select(Offer.IdOf).ToArray();

            Assert.Equal(Offer.IdOf(set.Pick(new PickRequest { Key = key })), several[0]);
            Assert.Equal(["a", "b", "c"], several.Order());
            var tried = new[] { new InstanceKey(Offer.Service, InstanceId.Parse(several[0])) };
            Assert.Equal(several[1], Offer.IdOf(set.Pick(new PickRequest { Key = key, Exclude = tried })));
        }
    }

    [Fact]
    public void Policy_that_a_node_has_not_is_told_once_and_picks_go_by_the_default()
    {
        var missing = new List<string>();
        var context = Offer.Context() with { Policies = new PickPolicies([], missing.Add) };
        for (var sets = 0; sets < 2; sets++)
        {
            var set = Offer.Set(Offer.Alike(3), new ServicePolicy { Policy = "last-of-all" }, context);
            Assert.Equal(3, Enumerable.Range(0, 3).Select(_ => Offer.IdOf(set.Pick(default))).Distinct().Count());
        }

        Assert.Equal(["last-of-all"], missing);
    }

    [Fact]
    public void Request_for_a_policy_that_the_node_has_not_is_refused_with_the_names_that_it_has()
    {
        var set = Set(ServicePolicy.Default);

        var refusal = Assert.Throws<ArgumentException>(() => set.Pick(new PickRequest { Policy = "nearest" }));
        Assert.Contains("must be one of round-robin, random, weighted, power-of-two, consistent-hash, hash-modulo, last-of-all", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_knows_the_policies_of_the_node()
    {
        var policy = ServicePolicy.Default with { Policy = "last-of-all" };

        Assert.Empty(ServicePolicyValidation.Check(policy, Policies));
        Assert.Equal("policy", Assert.Single(ServicePolicyValidation.Check(policy)).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("Nearest")]
    [InlineData("nearest first")]
    [InlineData(PolicyNames.RoundRobin)]
    public void Name_that_is_malformed_or_taken_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new PickPolicies([new LastOfAll { Name = name }]));

    [Fact]
    public void Name_is_taken_by_the_first_that_has_it() =>
        Assert.Throws<ArgumentException>(() => new PickPolicies([new LastOfAll(), new LastOfAll()]));

    private static readonly string[] Keys = ["ada", "barbara", "edsger", "grace", "niklaus"];

    private static EndpointSet Set(ServicePolicy policy) => Offer.Set(
        [Offer.View("a"), Offer.View("b"), Offer.View("c")], policy, Offer.Context() with { Policies = Policies });

    private sealed class LastOfAll : IPickPolicy
    {
        public string Name { get; init; } = "last-of-all";

        public Endpoint Pick(EndpointPool pool, in PickTurn turn) => pool.Endpoints[^1];
    }

    private sealed class HashModulo : IPickPolicy
    {
        public string Name => "hash-modulo";

        public bool IsKeyed => true;

        public static int ChosenBy(ulong keyHash, int members) => (int)(keyHash % (ulong)members);

        public Endpoint Pick(EndpointPool pool, in PickTurn turn) =>
            pool.Endpoints[ChosenBy(turn.KeyHash, pool.Endpoints.Length)];
    }
}
