using Mesh.Client;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Catalog;
using Mesh.Node.Consul.Health;
using Mesh.Selection;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul;

/// <summary>The Consul HTTP API, on the port of the native one: what it needs, its place before it, and its routes.</summary>
internal static class ConsulDoor
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddOptions<ConsulOptions>().BindConfiguration(ConsulOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPickRandom>(PerThreadRandom.Instance);
        services.AddSingleton(s => new ServiceIndex(s.GetRequiredService<IMeshClient>().Snapshot));
        services.AddSingleton(s => new ServiceBodyCache(s.GetService<IMeshChecks>()));
        services.AddSingleton(s => new ParkingLot(
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<ConsulOptions>>().Value.MaxBlockingQueries));
        services.AddSingleton<MemberDirectory>();
        services.AddSingleton<ReadContext>();
        services.AddSingleton<ConsulResponder>();
        services.AddSingleton<FastHealth>();
        AgentEndpoints.AddServices(services);
        services.AddHostedService<ChangeRelay>();
        services.AddHostedService(s => s.GetRequiredService<MemberDirectory>());
    }

    /// <summary>Before everything else: routing too comes after it.</summary>
    public static void Use(WebApplication app)
    {
        app.UseMiddleware<ConsulPipeline>();
        app.UseRouting();
    }

    public static void Map(WebApplication app)
    {
        var responder = app.Services.GetRequiredService<ConsulResponder>();
        HealthEndpoints.Map(app, responder, app.Services.GetRequiredService<FastHealth>());
        CatalogEndpoints.Map(app, responder);
        StatusEndpoints.Map(app, responder);
        AgentEndpoints.Map(app);
        RefusedEndpoints.Map(app);
    }
}
