using Mesh.Dashboard.Access;
using Mesh.Dashboard.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts the web interface of a mesh.</summary>
public static class MeshDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Mounts the dashboard. Who reaches it sees the whole mesh and gives orders, unless an <c>IDashboardAccess</c> among the services says
    /// otherwise: <c>app.MapMeshDashboard("/mesh").RequireAuthorization()</c>.
    /// </summary>
    /// <param name="pattern">The path of its first page, without parameters, such as "/mesh".</param>
    /// <returns>A builder of conventions for all its endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>services.AddMeshDashboard()</c> is missing.</exception>
    public static IEndpointConventionBuilder MapMeshDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/mesh")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<IDashboardAccess>() is null)
            throw new InvalidOperationException("services.AddMeshDashboard() is missing");
        var path = "/" + pattern.Trim('/');
        if (path.Contains('{', StringComparison.Ordinal))
            throw new ArgumentException("the path of the dashboard has no parameters", nameof(pattern));
        var pages = new DashboardPages(path.TrimEnd('/'));
        var group = endpoints.MapGroup(path);
        group.MapGet("/assets/{name}", (HttpContext http, string name) => DashboardAssets.ServeAsync(http, name)).WithMetadata(DashboardPart.Shell);
        if (endpoints.ServiceProvider.GetService<IDashboardLogin>() is { IsOn: true } login)
            MapLogin(group, pages, login);
        group.MapBlazorHub("/_blazor").WithMetadata(DashboardPart.Circuit).Add(OriginGuard.Around);
        group.MapGet("/{**page}", http => pages.ShellAsync(http, http.RequestServices.GetService<IDashboardLogin>())).WithMetadata(DashboardPart.Shell);
        return group.ExcludeFromDescription();
    }

    private static void MapLogin(RouteGroupBuilder group, DashboardPages pages, IDashboardLogin login)
    {
        group.MapGet("/login", pages.LoginAsync).WithMetadata(DashboardPart.Shell);
        group.MapPost("/login", http => pages.LogInAsync(http, login, AntiforgeryOf(http))).WithMetadata(DashboardPart.Login);
        group.MapPost("/logout", http => pages.LogOutAsync(http, login, AntiforgeryOf(http))).WithMetadata(DashboardPart.Login);
    }

    private static IAntiforgery AntiforgeryOf(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>();
}
