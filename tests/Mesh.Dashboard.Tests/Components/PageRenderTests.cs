using System.Security.Claims;
using Bunit;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Dashboard.Access;
using Mesh.Dashboard.Components;
using Mesh.Dashboard.Components.Pages;
using Mesh.Dashboard.Tests.Support;
using Mesh.KeyValues;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Dashboard.Tests.Components;

public sealed class PageRenderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshClient _mesh;

    public PageRenderTests() => _mesh = SampleMesh.MeshOf(
        _time, SampleMesh.Instance("orders", "a"), SampleMesh.Instance("orders", "b", weight: 3), SampleMesh.Instance("stock", "a", status: InstanceStatus.Critical));

    [Fact]
    public void Overview_links_to_the_service_in_trouble()
    {
        using var context = new PageContext(_mesh, _time);

        var page = context.Render<OverviewPage>();

        Assert.Contains(page.FindAll(".warnings a"), a => a.GetAttribute("href") == "service/stock");
    }

    [Fact]
    public void Service_page_shows_the_shares_and_where_a_key_goes()
    {
        using var context = new PageContext(_mesh, _time);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("service/orders?key=k1");

        var page = context.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "orders"));

        Assert.Equal(["25", "75"], page.FindAll("td.share meter").Select(m => m.GetAttribute("value")));
        Assert.Contains(page.Find(".answer").TextContent, new[] { "To acopy", "To bcopy" });
        Assert.Equal(180, page.FindAll(".ring path").Count);
    }

    [Theory]
    [InlineData(Lifetime.Owned, "owned: lives with the process that registered it")]
    [InlineData(Lifetime.Leased, "leased: lives while it is renewed, at any node")]
    [InlineData(Lifetime.Anchored, "anchored: lives with the host of its node, 10.0.0.9:4053")]
    [InlineData(Lifetime.Floating, "floating: lives until it is removed")]
    public void Service_page_says_whose_life_an_instance_shares(Lifetime life, string words)
    {
        var view = SampleMesh.Instance("orders", "a");
        view = view with { Instance = view.Instance with { Life = life, Home = life is Lifetime.Anchored ? "10.0.0.9:4053" : "" } };
        using var context = new PageContext(SampleMesh.MeshOf(_time, view), _time);

        var page = context.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "orders"));

        Assert.Contains(page.FindAll("td dd"), d => d.TextContent == words);
    }

    [Fact]
    public void Open_page_follows_the_view()
    {
        using var context = new PageContext(_mesh, _time);
        var page = context.Render<ServicesPage>();
        context.Connect();

        _mesh.Put(SampleMesh.Instance("web", "a"), ChangeKind.Added);

        page.WaitForAssertion(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                Assert.Contains("3 of 3 services", page.Markup, StringComparison.Ordinal);
            },
            Patience.Limit);
    }

    [Fact]
    public void Page_of_a_service_that_may_not_be_read_says_so_and_nothing_else()
    {
        using var context = new PageContext(_mesh, _time, new OnlyStock());

        var page = context.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "orders"));

        Assert.Contains("does not allow", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public void Orders_are_offered_to_who_may_give_them()
    {
        using var open = new PageContext(_mesh, _time);
        using var limited = new PageContext(_mesh, _time, new OnlyStock());

        Assert.NotEmpty(open.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "stock")).FindAll("button[aria-label^=Drain]"));
        Assert.Empty(limited.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "stock")).FindAll("button[aria-label^=Drain]"));
    }

    [Fact]
    public void Name_that_is_no_name_of_a_service_is_a_fault_in_words()
    {
        using var context = new PageContext(_mesh, _time);

        var page = context.Render<ServiceViewPage>(p => p.Add(s => s.ServiceId, "<b>"));

        Assert.Contains("allowed are", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("b"));
    }

    [Fact]
    public void Pages_that_have_nothing_to_show_here_are_left_out_of_the_navigation_and_say_so()
    {
        using var context = new PageContext(_mesh, _time);

        Assert.Equal(["o", "s", "t", "c"], context.Render<MainLayout>().FindAll("nav a").Select(a => a.GetAttribute("data-key")));
        Assert.Contains("no key-value store", context.Render<KeysPage>().Markup, StringComparison.Ordinal);
        Assert.Contains("doors of its own", context.Render<DoorsPage>().Markup, StringComparison.Ordinal);
        Assert.Contains("does not federate", context.Render<FederationViewPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_listed_and_the_one_of_the_address_is_shown()
    {
        using var context = WithKeys(new OpenAccess());
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("keys?prefix=app%2F&key=app%2Fbytes");

        var page = context.Render<KeysPage>();

        Assert.Equal(["app/bytes", "app/limits"], page.FindAll("tbody th").Select(t => t.TextContent));
        Assert.Contains("000000  00 ff", page.Find("pre").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".entry button"));
        Assert.Contains("k", context.Render<MainLayout>().FindAll("nav a").Select(a => a.GetAttribute("data-key")));
    }

    [Fact]
    public void Keys_are_neither_shown_nor_offered_to_who_may_not_see_them()
    {
        using var context = WithKeys(new OnlyStock());

        var page = context.Render<KeysPage>();

        Assert.Empty(page.FindAll("tbody tr"));
        Assert.Empty(page.FindAll("main button, button"));
        Assert.Contains("does not allow", context.Render<DoorsPage>().Markup, StringComparison.Ordinal);
        Assert.Contains("does not allow", context.Render<FederationViewPage>().Markup, StringComparison.Ordinal);
    }

    private PageContext WithKeys(IDashboardAccess access)
    {
        var store = new FakeMeshKeyValues();
        _ = store.ApplyAsync(new KeyBatch(
            new KeyWrite.Put(Octets.Utf8("app/limits"), Octets.Utf8("10")),
            new KeyWrite.Put(Octets.Utf8("app/bytes"), Octets.Copy([0, 0xff])),
            new KeyWrite.Put(Octets.Utf8("other"), Octets.Utf8("1"))));
        var context = new PageContext(_mesh, _time, access);
        context.Services.AddSingleton<IMeshKeyValues>(store);
        return context;
    }

    private sealed class OnlyStock : IDashboardAccess
    {
        public IDashboardRights RightsOf(ClaimsPrincipal user) => new Rights();

        private sealed class Rights : IDashboardRights
        {
            public string Name => "stock-reader";

            public bool MayRead(string? service) => service == "stock";

            public bool MayOrder(string? service) => false;
        }
    }
}
