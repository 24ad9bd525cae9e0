using Mesh.Client;
using Mesh.Federation.Overlay;
using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Node.Metrics;
using Mesh.Node.Snapshots;
using Mesh.Palette.Api;
using Mesh.Palette.Local;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mesh.Node.Http;

/// <summary>The native HTTP API: what it needs, and its routes.</summary>
internal static class NativeApi
{
    public static void AddServices(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.TypeInfoResolverChain.Insert(0, MeshJson.Default);
            o.SerializerOptions.TypeInfoResolverChain.Insert(1, NativeJson.Default);
            o.SerializerOptions.TypeInfoResolverChain.Insert(2, SnapshotJson.Default);
        });
        services.AddOpenApi("v1", o => o.AddOperationTransformer(RepeatableFilters.MayBeLeftOutAsync));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IMeshApi>(s => new LocalMeshApi(
            s.GetRequiredService<IMeshClient>(),
            s.GetRequiredService<IMeshInspector>(),
            s.GetService<IFederationOverlay>(),
            s.GetService<IOverlayInspector>()));
        services.AddSingleton<MetricStore>();
        services.TryAddSingleton(new WatchPlaces(10_000));
        SnapshotSetup.Add(services);
        AccessPipeline.AddServices(services);
    }

    public static void Map(WebApplication app)
    {
        // Counters of before the first question must not be missed.
        app.Services.GetRequiredService<MetricStore>();
        AccessPipeline.Use(app);
        app.UseMiddleware<ProblemMiddleware>();
        ServiceEndpoints.Map(app);
        InstanceEndpoints.Map(app);
        SelectionEndpoints.Map(app);
        ExportEndpoints.Map(app);
        WatchEndpoints.Map(app);
        ClusterEndpoints.Map(app);
        KadEndpoints.Map(app);
        SnapshotEndpoints.Map(app);
        HealthEndpoints.Map(app);
        MetricsEndpoints.Map(app);
        PrometheusEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").Public();
    }
}
