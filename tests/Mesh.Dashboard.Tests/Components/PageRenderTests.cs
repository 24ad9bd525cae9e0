using System.Security.Claims;
using Bunit;
using Mesh.Catalog;
using Mesh.Dashboard.Access;
using Mesh.Dashboard.Components.Pages;
using Mesh.Dashboard.Tests.Support;
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
