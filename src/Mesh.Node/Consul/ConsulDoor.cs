using System.Diagnostics.Metrics;
using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Consul.Access;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Bodies;
using Mesh.Node.Consul.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Health;
using Mesh.Node.Consul.Kv;
using Mesh.Node.Consul.Prepared;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;
using Mesh.Selection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul;

/// <summary>The Consul HTTP API, on the port of the native one: what it needs, its place before it, and its routes.</summary>
internal static class ConsulDoor
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IPickRandom>(PerThreadRandom.Instance);
        services.AddSingleton(s => new ServiceIndex(
            s.GetRequiredService<IMeshClient>().Snapshot, s.GetRequiredService<NodeNames>()));
        services.AddSingleton<NodeNames>();
        services.TryAddSingleton<ReloadRequest>();
        services.AddSingleton(s => new ServiceBodyCache(s.GetService<IMeshChecks>(), s.GetRequiredService<NodeNames>()));
        services.AddSingleton(s => new ParkingLot(
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<ConsulOptions>>().Value.MaxBlockingQueries));
        services.AddSingleton<Beginning>();
        services.AddSingleton<RaisedIndexes>();
        services.AddSingleton<MemberDirectory>();
        services.AddSingleton<RemoteRelay>();
        services.AddSingleton<ReadContext>();
        services.AddSingleton<ConsulResponder>();
        services.AddSingleton<FastHealth>();
        services.AddSingleton<PreparedStore>();
        services.AddSingleton<PreparedExecution>();
        services.AddSingleton<PreparedEndpoints>();
        AgentEndpoints.AddServices(services);
        services.AddHostedService<ChangeRelay>();
        services.AddHostedService(s => s.GetRequiredService<MemberDirectory>());
        services.AddHostedService<KvRelay>();
    }

    /// <summary>Before everything else: routing too comes after it.</summary>
    public static void Use(WebApplication app)
    {
        AccessPipeline.UseHosts(app);
        app.Use(next => http => RequestForms.InvokeAsync(http, next));
        var fast = app.Services.GetRequiredService<FastHealth>();
        // With tokens every request has to show what it may do.
        if (app.Services.GetRequiredService<CurrentPolicy>().Value.IsOpen)
            app.Use(next => http => fast.InvokeAsync(http, next));
    }

    public static void Map(WebApplication app)
    {
        app.UseMiddleware<ConsulErrors>();
        var options = app.Services.GetRequiredService<IOptions<ConsulOptions>>().Value;
        app.Use(next => http => WriteScope.Check(http.Request, options) is { } elsewhere && http.Request.Path.StartsWithSegments("/v1")
            ? ConsulReply.WriteAsync(http, elsewhere)
            : next(http));
        var beginning = app.Services.GetRequiredService<Beginning>();
        app.Use(next => http => WriteAsync(http, next, beginning));
        var responder = app.Services.GetRequiredService<ConsulResponder>();
        // The description of the native API is not about this one.
        var routes = app.MapGroup("").ExcludeFromDescription().WithMetadata(ConsulForm.Instance);
        var reads = routes.MapGroup("").Demand(AccessAction.Read);
        var lookups = reads.MapGroup("").NeedsCatalogue();
        HealthEndpoints.Map(lookups, responder, app.Services.GetRequiredService<FastHealth>());
        CatalogEndpoints.Map(lookups, responder);
        StatusEndpoints.Map(reads, responder);
        UiEndpoints.Map(lookups, responder);
        AgentEndpoints.Map(routes);
        SnapshotEndpoints.Map(routes.MapGroup("").Demand(AccessAction.Operate));
        RefusedEndpoints.Map(routes.MapGroup("").Public());
        KvEndpoints.Map(reads.MapGroup("").WithMetadata(CatalogueNeed.Keys), responder, app.Services.GetRequiredService<IMeshKeyValues>());
        PreparedEndpoints.Map(
            reads.MapGroup("").WithMetadata(CatalogueNeed.Keys), app.Services.GetRequiredService<PreparedEndpoints>());
        var lot = app.Services.GetRequiredService<ParkingLot>();
        BlockingMetrics.Add(app.Services.GetRequiredService<IMeterFactory>(), lot);
        // Those who wait would keep the server from stopping.
        app.Lifetime.ApplicationStopping.Register(lot.Close);
        app.Services.GetRequiredService<ServingSpan>().Ended += lot.WakeAll;
    }

    private static async Task WriteAsync(HttpContext http, RequestDelegate next, Beginning beginning)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || !http.Request.Path.StartsWithSegments("/v1") || await beginning.EndsAsync(http.RequestAborted))
        {
            await next(http);
            return;
        }

        await ConsulForm.Instance.NotServingAsync(http, "the node begins anew and does not hold yet what the others hold");
    }
}
