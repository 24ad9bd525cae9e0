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
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds what the dashboard needs. Needs a node: <c>services.AddMesh(…)</c>; it is mounted by <c>app.MapMeshDashboard("/mesh")</c>.
    /// </summary>
    public static IServiceCollection AddMeshDashboard(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Pages take a node that is silent for three times as long for gone.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(static o => o.KeepAliveInterval = KeepAlive);
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
        services.TryAddSingleton<KeyFeed>();
        services.TryAddSingleton<BeatFeed>();
        services.TryAddSingleton<OpenPages>();
        services.TryAddSingleton<PagesAtHand>();
        services.TryAddSingleton<OrderRunner>();
        services.TryAddScoped<OrderDesk>();
        services.TryAddScoped<PageFeed>();
        services.AddScoped<CircuitHandler>(static s => s.GetRequiredService<PageFeed>());
        services.AddScoped<CircuitHandler, PageLimit>();
    }
}
