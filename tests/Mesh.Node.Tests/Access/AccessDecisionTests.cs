using Mesh.Node.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Mesh.Node.Tests.Access;

public sealed class AccessDecisionTests
{
    private static readonly AccessGrant Shop = new("shop", [new AccessRule("shop-", AccessAction.Read), new AccessRule("", AccessAction.Register)]);

    [Theory]
    [InlineData("Route", "shop-a", "", "shop-a")]
    [InlineData("Route", "shop-a", "billing", "shop-a")]
    [InlineData("Route", null, "shop-a", "all services")]
    [InlineData("Query", null, "shop-a", "shop-a")]
    [InlineData("Query", "billing", "shop-a", "shop-a")]
    [InlineData("Query", null, "", "all services")]
    [InlineData("Query", null, "shop-a,billing", "shop-a,billing")]
    [InlineData("Query", null, "shop-a&billing", "all services")]
    [InlineData("Some", "shop-a", "shop-a", "any service")]
    public void Resource_is_found_where_the_endpoint_says(string resource, string? route, string query, string expected)
    {
        var requirement = new AccessRequirement(AccessAction.Read, Enum.Parse<AccessResource>(resource)) { Parameter = "service" };
        var values = query.Length == 0 ? [] : new Dictionary<string, StringValues> { ["service"] = new(query.Split('&')) };

        var demand = AccessMapping.DemandOf(requirement, route is null ? [] : new RouteValueDictionary { ["service"] = route }, new QueryCollection(values));

        Assert.Equal(expected, demand!.Value.Target.ToString());
    }

    [Fact]
    public void Grant_that_covers_it_allows() =>
        Assert.True(AccessDecision.Of(new AccessCaller(Shop, true), new AccessDemand(AccessAction.Read, AccessTarget.Of("Shop-A"))).IsAllowed);

    [Theory]
    [InlineData(true, "Denied")]
    [InlineData(false, "NoToken")]
    public void Refusal_says_what_is_not_allowed_and_no_secret(bool hasToken, string verdict)
    {
        var decision = AccessDecision.Of(new AccessCaller(Shop, hasToken), new AccessDemand(AccessAction.Read, AccessTarget.Of("billing")));

        Assert.Equal((Enum.Parse<AccessVerdict>(verdict), "token 'shop' does not allow read of billing"), (decision.Verdict, decision.Reason));
    }

    [Fact]
    public void Unknown_token_is_refused_whatever_anybody_may() => Assert.Equal(
        AccessVerdict.UnknownToken,
        AccessDecision.Of(new AccessCaller(null, true), new AccessDemand(AccessAction.Read, AccessTarget.Some)).Verdict);

    [Fact]
    public void One_refusal_among_many_demands_refuses()
    {
        AccessDemand[] demands = [new(AccessAction.Read, AccessTarget.Of("shop-a")), new(AccessAction.Read, AccessTarget.Of("billing"))];

        Assert.False(AccessDecision.Of(new AccessCaller(Shop, true), demands).IsAllowed);
        Assert.True(AccessDecision.Of(new AccessCaller(Shop, true), demands[..1]).IsAllowed);
        Assert.False(AccessDecision.Of(new AccessCaller(null, true), []).IsAllowed);
    }
}
