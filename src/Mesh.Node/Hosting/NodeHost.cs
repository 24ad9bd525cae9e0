using System.Security.Cryptography.X509Certificates;
using Mesh.Client;
using Mesh.Federation.Options;
using Mesh.Federation.Overlay;
using Mesh.Node.Access;
using Mesh.Node.Consul;
using Mesh.Node.Data;
using Mesh.Node.Dns;
using Mesh.Node.Etcd;
using Mesh.Node.Federation;
using Mesh.Node.Http;
using Mesh.Node.Listening;
using Mesh.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>Composes a node from the client library and the native API.</summary>
internal static class NodeHost
{
    public static WebApplication Build(NodeSettings settings, QuietStart quiet)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        AddLogging(builder.Logging, quiet);
        builder.AddMesh(m =>
        {
            if (settings.ConfigFile is not null)
                m.WithSettingsFile(settings.ConfigFile);
            m.Configure(o => Apply(settings, o, builder.Configuration));
        });
        builder.Services.Configure<GatewayOptions>(o => FederationSettings.Apply(settings, o));
        NativeApi.AddServices(builder.Services);
        builder.Services.AddSingleton(settings.Doors);
        builder.Services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        builder.Services.AddOptions<AccessOptions>().ValidateOnStart();
        if (settings.Doors.Consul)
            ConsulDoor.AddServices(builder.Services);
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.AddServices(builder.Services, builder.Configuration, settings.Doors);
        else
            EtcdDoor.AddInstances(builder.Services, builder.Configuration);
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, settings));
        if (settings.DataDirectory is { } data)
            AddData(builder.Services, data);
        if (settings.Doors.Dns is { } dns)
            builder.Services.AddDnsDoor(s => new DnsAddress(ListenAddress.Of(OptionsOf(s).Host), dns));
        builder.Services.AddFederationDoor();
        if (settings.Pbm is { } pbm)
            PbmHost.Add(builder.Services, settings.Host ?? Mesh.Options.MeshDefaults.Host, pbm);
        if (settings.ExitWithStdin)
            builder.Services.AddHostedService<StdinLifetime>();
        var app = builder.Build();
        Map(app, settings.Doors);
        return app;
    }

    public static NodePorts PortsOf(WebApplication app, NodeSettings settings)
    {
        var ports = ListenedPorts.Of(app.Services.GetRequiredService<IServer>(), settings.Doors);
        return new(
            ListenedPorts.PortOf(app.Services.GetRequiredService<IMeshInspector>().SelfAddress ?? "0") ?? 0,
            ports.Http,
            ports.Etcd,
            ports.EtcdJson,
            app.Services.GetService<DnsDoor>()?.Port,
            settings.Pbm,
            Environment.ProcessId,
            app.Services.GetRequiredService<IFederationOverlay>().Self?.Address.Port);
    }

    public static void AddLogging(ILoggingBuilder logging, QuietStart quiet)
    {
        logging.ClearProviders();
        // stdout is for what programs read.
        logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "HH:mm:ss.fff ";
            o.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter(quiet.Passes);
    }

    private static void Apply(NodeSettings settings, MeshClientOptions options, ConfigurationManager configuration)
    {
        options.NodeName = settings.Name ?? options.NodeName;
        options.Host = settings.Host ?? options.Host;
        // An embedded node takes any port, a stand-alone one the known one.
        if (settings.Port is not null || configuration["Mesh:Port"] is null)
            options.Port = settings.Port ?? NodeSettings.DefaultPort;
        options.Zone = settings.Zone ?? options.Zone;
        options.MeshName = settings.MeshName ?? options.MeshName;
        options.Insecure |= settings.Insecure;
        if (settings.Seeds.Count > 0)
            options.Seeds.Clear();
        foreach (var seed in settings.Seeds)
            options.Seeds.Add(seed);
    }

    private static void AddData(IServiceCollection services, string directory)
    {
        // Opened here: that the directory cannot be had is a reason not to start.
        var store = new KeptStore(directory);
        services.AddSingleton(_ => store);
        services.AddHostedService<KeptService>();
        services.AddSingleton(_ => new KeyFile(directory));
        services.AddHostedService<KeyService>();
    }

    private static void Map(WebApplication app, DoorSettings doors)
    {
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
        var options = OptionsOf(kestrel.ApplicationServices);
        var host = ListenAddress.Of(options.Host);
        // The links between the nodes and what the node serves are encrypted with the same certificate, or neither is.
        var certificate = MeshTls.ServerCertificate(options.Tls);
        // The order is that of ListenedPorts.
        kestrel.Listen(host, settings.Http, l => Secure(l, HttpProtocols.Http1, certificate));
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.Listen(kestrel, settings.Doors, host, certificate);
    }

    private static void Secure(ListenOptions listener, HttpProtocols protocols, X509Certificate2? certificate)
    {
        listener.Protocols = protocols;
        if (certificate is not null)
            listener.UseHttps(certificate);
    }

    private static MeshClientOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<MeshClientOptions>>().Value;
}
