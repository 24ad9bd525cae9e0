using System.Security.Claims;
using Mesh.Dashboard.Access;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Dashboard;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Formats.Etcd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Access;

/// <summary>Keys on the dashboard take the rights of the etcd door, and writing one takes an operator's as well.</summary>
public sealed class DashboardRightsTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider()).AddOptions().AddSingleton<AccessAudit>()
        .BuildServiceProvider();

    /// <summary>The audit ends with the services that made it.</summary>
    public async Task DisposeAsync() => await _services.DisposeAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public void Token_for_services_of_a_prefix_sees_their_keys_and_no_others()
    {
        var rights = RightsOf("shop", AccessAction.Read);

        Assert.True(rights.MayReadKeys(Octets.Utf8("/services/shop-web/"), Octets.Utf8("/services/shop-web/").PrefixEnd()));
        Assert.True(MayRead(rights, "/services/shop-web/web-1"));
        Assert.False(MayRead(rights, "/services/orders/orders-1"));
        Assert.False(MayRead(rights, "app/limits"));
        Assert.False(rights.MayReadKeys(default, null));
        Assert.False(rights.MayWriteKeys(Octets.Utf8("/services/shop-web/web-1"), Octets.Utf8("/services/shop-web/web-1").Next()));
    }

    [Theory]
    [InlineData(false, "Read Register")]
    [InlineData(false, "Read Operate")]
    [InlineData(true, "Register Operate")]
    public void Writing_a_key_takes_what_the_etcd_door_asks_and_an_operator(bool may, string allowed)
    {
        var (rights, key) = (RightsOf("", [.. allowed.Split(' ').Select(Enum.Parse<AccessAction>)]), Octets.Utf8("app/limits"));

        Assert.Equal(may, rights.MayWriteKeys(key, key.Next()));
        Assert.Equal(may, rights.PermitsKey("write key app/limits", key, Octets.Utf8("10")));
        Assert.Equal(may, rights.PermitsKey("delete key app/limits", key, null));
    }

    [Fact]
    public void Key_of_another_service_takes_the_right_over_that()
    {
        var rights = RightsOf("shop", AccessAction.Register, AccessAction.Operate);

        Assert.True(rights.PermitsKey("write key", Octets.Utf8("/services/shop/x"), Octets.Utf8("10")));
        Assert.False(rights.PermitsKey("write key", Octets.Utf8("/services/orders/x"), Octets.Utf8("10")));
    }

    private static bool MayRead(IDashboardRights rights, string key) => rights.MayReadKeys(Octets.Utf8(key), Octets.Utf8(key).Next());

    private IDashboardRights RightsOf(string prefix, params AccessAction[] allowed)
    {
        var rule = new AccessRuleOptions { Prefix = prefix };
        foreach (var action in allowed)
            rule.Allow.Add(action);
        var options = new AccessOptions { Tokens = { new AccessTokenOptions { Name = "one", Secret = "a-secret-0123456789", Rules = { rule } } } };
        var policy = new CurrentPolicy(AccessPolicy.From(options));
        var layout = new EtcdLayout(new InstanceRules(EtcdPrefixes.Default));
        var user = new ClaimsPrincipal(new AccessIdentity(policy.Value.CallerOf("a-secret-0123456789", null).Grant!));
        return new TokenAccess(policy, _services.GetRequiredService<AccessAudit>(), layout).RightsOf(user);
    }
}
