using System.Net;
using Grpc.AspNetCore.Server;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Json;
using Mesh.Node.Etcd.Kv;
using Mesh.Node.Etcd.Leases;
using Mesh.Node.Etcd.Listening;
using Mesh.Node.Etcd.Members;
using Mesh.Node.Etcd.View;
using Mesh.Node.Etcd.Watching;
using Mesh.Node.Formats.Etcd;
using Mesh.Node.Listening;
using Mesh.Registry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Etcd;

/// <summary>The etcd v3 API: what it needs, its listeners, and its services.</summary>
internal static class EtcdDoor
{
    private const int Window = 4 * 1_048_576;

    public static bool IsOn(DoorSettings doors) => doors.Etcd is not null || doors.EtcdJson is not null;

    /// <summary>Which keys are instances: needed without a door too, for any node may adopt the keys of one that is gone.</summary>
    public static void AddInstances(IServiceCollection services)
    {
        services.AddSingleton(s => Rules(s.GetRequiredService<IOptions<EtcdOptions>>().Value));
        services.AddSingleton<InstanceRule>(s => s.GetRequiredService<InstanceRules>().Derive);
        services.AddSingleton<EtcdLayout>();
    }

    public static void AddServices(IServiceCollection services)
    {
        AddInstances(services);
        services.AddSingleton<EtcdLimits>();
        services.AddSingleton(s => new StreamCount(s.GetRequiredService<EtcdLimits>().Streams));
        services.AddSingleton<DoorAddress>();
        services.AddSingleton(s => new EtcdIdentity(
            s.GetRequiredService<IOptions<MeshClientOptions>>().Value.MeshName,
            () => s.GetRequiredService<DoorAddress>().ClientUrl));
        services.AddSingleton(View).AddSingleton<ShownInstances>();
        services.AddHostedService<EtcdViewPump>().AddHostedService<DoorAnnouncement>();
        services.AddSingleton(s => new OwnKeys(Shown(s).Select(l => Octets.Utf8(l.Folder)), ForeignKeys.All.Select(Octets.Utf8)));
        services.AddSingleton<PinnedRevisions>();
        services.AddSingleton<KvCalls>().AddSingleton<TxnCalls>().AddSingleton<LeaseCalls>().AddSingleton<MemberCalls>();
        services.AddSingleton<KvService>().AddSingleton<LeaseService>().AddSingleton<WatchService>();
        services.AddSingleton<ClusterService>().AddSingleton<MaintenanceService>().AddSingleton<AuthService>();
        services.AddSingleton<EtcdAccess>().AddSingleton<EtcdAccessInterceptor>().AddSingleton<EtcdServing>();
        services.AddSingleton<JsonCalls>().AddSingleton<JsonStreams>().AddSingleton<JsonPages>().AddSingleton<BalancerPages>().AddSingleton<JsonGateway>();
        services.AddSingleton<MatcherPolicy, DoorPolicy>();
        services.AddGrpc(o =>
        {
            // Beyond the bound for a request, so that etcd's own error can be given for what exceeds it.
            o.MaxReceiveMessageSize = 2 * EtcdLimits.RequestBytes;
            o.MaxSendMessageSize = null;
            o.IgnoreUnknownServices = true;
            o.Interceptors.Add<EtcdAccessInterceptor>();
        });
    }

    /// <param name="certificates">Served over TLS with them; null: in clear text.</param>
    public static void Listen(KestrelServerOptions kestrel, DoorSettings doors, IPAddress[] hosts, MeshCertificates? certificates)
    {
        var limits = kestrel.ApplicationServices.GetRequiredService<EtcdLimits>();
        var connections = new StreamCount(limits.Connections);
        kestrel.Limits.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
        kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
        var pages = kestrel.ApplicationServices.GetRequiredService<BalancerPages>();
        foreach (var host in doors.Etcd is null ? [] : hosts)
            Listen(kestrel, host, doors.Etcd!.Value, HttpProtocols.Http2, Door.Etcd, connections, certificates, pages);
        foreach (var host in doors.EtcdJson is null ? [] : hosts)
            Listen(kestrel, host, doors.EtcdJson!.Value, HttpProtocols.Http1, Door.EtcdJson, connections, certificates);
    }

    public static void Map(WebApplication app)
    {
        // The door's middleware acts on the endpoint that routing has found, once it is decided that the caller may use it.
        AccessPipeline.Use(app);
        app.UseMiddleware<DoorMiddleware>();
        Served(app.MapGrpcService<KvService>());
        Served(app.MapGrpcService<LeaseService>());
        Served(app.MapGrpcService<WatchService>());
        Served(app.MapGrpcService<ClusterService>());
        Served(app.MapGrpcService<MaintenanceService>());
        Served(app.MapGrpcService<AuthService>());
        app.Services.GetRequiredService<JsonGateway>().Map(
            app.MapGroup("").ExcludeFromDescription().WithMetadata(new DoorMark(Door.EtcdJson), JsonForm.Instance));
    }

    private static void Listen(
        KestrelServerOptions kestrel,
        IPAddress host,
        int port,
        HttpProtocols protocols,
        Door door,
        StreamCount connections,
        MeshCertificates? certificates,
        BalancerPages? pages = null) =>
        kestrel.Listen(host, port, listen =>
        {
            listen.Protocols = protocols;
            if (certificates is not null)
                listen.UseHttps(DoorTls.With(certificates, isHttp1Too: pages is not null));
            DoorConnections.Mark(listen, door, connections);
            pages?.AnswerAt(listen);
        });

    private static EtcdView View(IServiceProvider services)
    {
        // Of another node's keys there is no line that could be told of.
        var (keys, hub) = (services.GetService<KeyValueHub>(), services.GetService<MeshHub>());
        return new EtcdView(
            services.GetRequiredService<IMeshKeyValues>(),
            services.GetRequiredService<IMeshClient>(),
            Shown(services),
            slot => keys?.Inbox?.Post(new KeyValueCall.Reached(slot)),
            hub is null ? null : revision => hub.Catalog.ChangesSince(null, revision).Changes);
    }

    private static InstanceRules Rules(EtcdOptions options) =>
        new(Prefixes(options));

    private static EtcdPrefixes Prefixes(EtcdOptions options) => new(
        options.ServicePrefix,
        options.KratosPrefix,
        options.MicroPrefix,
        options.KitexPrefix,
        options.GoFramePrefix,
        options.DubboPrefix,
        options.RpcxPrefix,
        options.SkyDnsPrefix);

    private static IReadOnlyList<IInstanceLayout> Shown(IServiceProvider services)
    {
        var rules = services.GetRequiredService<InstanceRules>();
        var names = services.GetRequiredService<IOptions<EtcdOptions>>().Value.Shown;
        return names.Count == 0 ? [rules.Layout(NativeRule.Layout)] : [.. names.Distinct().Select(rules.Layout)];
    }

    private static void Served(GrpcServiceEndpointConventionBuilder service) =>
        service.WithMetadata(new DoorMark(Door.Etcd), EtcdForm.Instance).Add(static endpoint =>
        {
            var method = endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault()?.Method.FullName;
            if (EtcdRights.RequirementOf(method) is { } requirement)
                endpoint.Metadata.Add(requirement);
        });
}
