using System.Net;
using System.Net.Sockets;
using Mesh.Client;
using Mesh.Node.Data;
using Mesh.Node.Etcd;
using Mesh.Node.Http;
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
        builder.AddMesh(m => m.Configure(o => Apply(settings, o, builder.Configuration)));
        NativeApi.AddServices(builder.Services);
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.AddServices(builder.Services, builder.Configuration, settings.Doors);
        else
            EtcdDoor.AddInstances(builder.Services, builder.Configuration);
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, settings));
        if (settings.DataDirectory is { } data)
        {
            // Opened here: that the directory cannot be had is a reason not to start.
            var store = new KeptStore(data);
            builder.Services.AddSingleton(_ => store);
            builder.Services.AddHostedService<KeptService>();
        }

        if (settings.Pbm is { } pbm)
            PbmHost.Add(builder.Services, settings.Host ?? Mesh.Hosting.MeshDefaults.Host, pbm);
        if (settings.ExitWithStdin)
            builder.Services.AddHostedService<StdinLifetime>();
        var app = builder.Build();
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.Map(app);
        NativeApi.Map(app);
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
            Dns: null,
            settings.Pbm,
            Environment.ProcessId);
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
        if (settings.ConfigFile is not null)
            options.HoconFiles.Add(Path.GetFullPath(settings.ConfigFile));
    }

    private static void Listen(KestrelServerOptions kestrel, NodeSettings settings)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<MeshClientOptions>>().Value;
        kestrel.AddServerHeader = false;
        var host = Resolve(options.Host);
        // The order is that of ListenedPorts.
        kestrel.Listen(host, settings.Http, l => l.Protocols = HttpProtocols.Http1);
        if (EtcdDoor.IsOn(settings.Doors))
            EtcdDoor.Listen(kestrel, settings.Doors, host);
    }

    private static IPAddress Resolve(string host)
    {
        if (host == "localhost")
            return IPAddress.Loopback;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return address;
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        }
        catch (SocketException trouble)
        {
            throw new IOException($"--host: {host} has no address: {trouble.Message}", trouble);
        }
    }
}
