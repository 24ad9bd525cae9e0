using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Federation.Options;
using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Node.Consul;
using Mesh.Node.Consul.Prepared;
using Mesh.Node.Dashboard;
using Mesh.Node.Data;
using Mesh.Node.Dns;
using Mesh.Node.Etcd;
using Mesh.Node.Federation;
using Mesh.Node.Http;
using Mesh.Node.Listening;
using Mesh.Node.Metrics;
using Mesh.Node.Quotas;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>Composes a node from the client library and the native API.</summary>
internal static class NodeHost
{
    /// <exception cref="OptionsValidationException">A key or a value cannot be.</exception>
    /// <exception cref="MeshHoconException">A settings file cannot be used.</exception>
    public static (WebApplication App, NodeSettings Settings) Build(NodeCommand command, QuietStart quiet)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = NodeConfiguration.HostArguments });
        var configuration = NodeConfiguration.Complete(builder.Configuration, command);
        var settings = NodeSettings.Read(configuration);
        NodeLog.AddTo(builder.Logging, quiet, LogSettings.Read(settings.Options, builder.Configuration));
        builder.Services.AddSingleton(configuration);
        NodeOptionList.AddTo(builder.Services);
        builder.Services.AddSingleton(command).AddSingleton<TokenReload>().AddSingleton<ReloadRequest>().AddHostedService<ReloadService>().AddHostedService<OpenPortNotice>();
        AddData(builder.Services, settings.Options);
        builder.AddMesh(m =>
        {
            foreach (var file in command.Files)
                m.WithSettingsFile(file);
        });
        NativeApi.AddServices(builder.Services);
        builder.Services.AddSingleton<IWriteQuota, TokenQuota>();
        builder.Services.AddSingleton(new WatchPlaces(settings.Options.MaxWatches));
        builder.Services.AddSingleton(settings.Doors);
        builder.Services.AddHostedService<HttpAnnouncement>();
        builder.Services.AddHostedService<ServiceNotice>();
        AddDoors(builder.Services, settings.Doors);
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, settings));
        AddOptionals(builder.Services, settings.Options);
        builder.Services.AddFederationDoor();
        if (settings.Options.Dashboard)
            DashboardDoor.AddServices(builder.Services);
        var app = builder.Build();
        Map(app, settings.Doors);
        if (settings.Options.Dashboard)
            DashboardDoor.Map(app);
        return (app, settings);
    }

    public static NodePorts PortsOf(WebApplication app, DoorSettings doors, int? pbm = null)
    {
        var ports = ListenedPorts.Of(app.Services.GetRequiredService<IServer>(), doors);
        // What is advertised may be another port than the one that is listened on.
        var asked = OptionsOf(app.Services).Port;
        return new(
            asked != 0 ? asked : ListenedPorts.PortOf(app.Services.GetRequiredService<IMeshInspector>().SelfAddress ?? "0") ?? 0,
            ports.Http,
            ports.Etcd,
            ports.EtcdJson,
            app.Services.GetService<DnsDoor>()?.Port,
            pbm,
            Environment.ProcessId,
            app.Services.GetService<FederationDoor>()?.Port);
    }

    public static void AddLogging(ILoggingBuilder logging, QuietStart quiet, LogSettings? settings = null) => NodeLog.AddTo(logging, quiet, settings ?? LogSettings.Default);

    private static void AddDoors(IServiceCollection services, DoorSettings doors)
    {
        if (doors.Consul)
            ConsulDoor.AddServices(services);
        if (EtcdDoor.IsOn(doors))
            EtcdDoor.AddServices(services);
        else
            EtcdDoor.AddInstances(services);
        if (doors.Dns is { } dns)
        {
            PreparedNames.AddServices(services);
            services.AddDnsDoor(s => new DnsAddress(ListenAddresses.Of(NodeAddress.ListensOn(OptionsOf(s))), dns));
        }
    }

    private static void AddOptionals(IServiceCollection services, StandAloneOptions options)
    {
        if (options.Pbm is { } pbm)
            PbmHost.Add(services, pbm);
        if (options.ExitWithStdin)
            services.AddHostedService<StdinLifetime>();
        if (!options.Stay)
            services.AddHostedService<EndAfterLeaving>();
    }

    /// <summary>Before the node itself: what the node acknowledges while it leaves is stored too.</summary>
    private static void AddData(IServiceCollection services, StandAloneOptions options)
    {
        if (options.Data.Length == 0)
            return;
        StoreSetup.Add(services, options.Data, options.Durable);
        services.PostConfigure<GatewayOptions>(
            o => o.TableFile = o.TableFile.Length > 0 ? o.TableFile : NodeConfiguration.PeersFile(options.Data));
    }

    private static void Map(WebApplication app, DoorSettings doors)
    {
        var (figures, time) = (app.Services.GetRequiredService<DoorFigures>(), app.Services.GetRequiredService<TimeProvider>());
        app.Use(next => http => DoorRequest.InvokeAsync(http, next, figures, time));
        AccessPipeline.UseHosts(app);
        HeadRequests.Use(app);
        app.Use(next => http => UnconfirmedHeader.InvokeAsync(http, next));
        if (doors.Consul)
            ConsulDoor.Use(app);
        if (EtcdDoor.IsOn(doors))
            EtcdDoor.Map(app);
        NativeApi.Map(app);
        if (doors.Consul)
            ConsulDoor.Map(app);
    }

    private static void Listen(KestrelServerOptions kestrel, NodeSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = settings.Options.MaxConnections;
        kestrel.Limits.MaxRequestBufferSize = StrangerConnections.Buffer;
        var strangers = kestrel.ApplicationServices.GetRequiredService<StrangerConnections>();
        kestrel.ConfigureEndpointDefaults(l => l.Use(strangers.Admit));
        var options = OptionsOf(kestrel.ApplicationServices);
        var hosts = ListenAddresses.Of(NodeAddress.ListensOn(options));
        var ports = CommonPorts.Of(hosts, [settings.Options.Http, settings.Doors.Etcd, settings.Doors.EtcdJson]);
        // The links between the nodes and what the node serves are encrypted with the same certificate, or neither is.
        var certificates = kestrel.ApplicationServices.GetRequiredService<MeshSetup>().Certificates.Value;
        // The order is that of ListenedPorts.
        foreach (var host in hosts)
            kestrel.Listen(host, ports[0]!.Value, l => Secure(l, HttpProtocols.Http1, certificates));
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.Listen(kestrel, settings.Doors with { Etcd = ports[1], EtcdJson = ports[2] }, hosts, certificates);
    }

    private static void Secure(ListenOptions listener, HttpProtocols protocols, MeshCertificates? certificates)
    {
        listener.Protocols = protocols;
        if (certificates is not null)
            listener.UseHttps(DoorTls.With(certificates));
    }

    private static MeshClientOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<MeshClientOptions>>().Value;
}
