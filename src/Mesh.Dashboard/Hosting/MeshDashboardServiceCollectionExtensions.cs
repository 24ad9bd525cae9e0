using Mesh.Dashboard.Access;
using Mesh.Dashboard.Hosting;
using Mesh.Dashboard.Live;
using Mesh.Dashboard.Orders;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The web interface of a mesh.</summary>
public static class MeshDashboardServiceCollectionExtensions
{
    /// <summary>
    /// Adds what the dashboard needs. Needs a node: <c>services.AddMesh(…)</c>; it is mounted by <c>app.MapMeshDashboard("/mesh")</c>.
    /// </summary>
    public static IServiceCollection AddMeshDashboard(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddAntiforgery();
        AddPages(services);
        return services;
    }

    /// <summary>What the pages themselves use.</summary>
    internal static void AddPages(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDashboardAccess, OpenAccess>();
        services.TryAddSingleton<DashboardFeed>();
        services.TryAddSingleton<OpenPages>();
        services.TryAddSingleton<OrderRunner>();
        services.TryAddScoped<OrderDesk>();
        services.TryAddScoped<PageFeed>();
        services.AddScoped<CircuitHandler>(static s => s.GetRequiredService<PageFeed>());
        services.AddScoped<CircuitHandler, PageLimit>();
    }
}
