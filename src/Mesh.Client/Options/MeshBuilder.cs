using Mesh.Hosting;
using Mesh.Selection;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Client;

/// <summary>What <c>AddMesh(m => …)</c> sets; it is applied after configuration, so code has the last word.</summary>
public sealed class MeshBuilder
{
    internal MeshBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    /// <summary>Nodes to join through, each "host:port". They replace those of the configuration.</summary>
    public MeshBuilder WithSeeds(params IEnumerable<string> seeds)
    {
        string[] all = [.. seeds];
        return Configure(o =>
        {
            o.Seeds.Clear();
            foreach (var seed in all)
                o.Seeds.Add(seed);
        });
    }

    /// <summary>Where this node's own port listens: 0 takes any free one.</summary>
    public MeshBuilder Listen(string host, int port = 0) => Configure(o =>
    {
        o.Host = host;
        o.Port = port;
    });

    public MeshBuilder WithName(string nodeName) => Configure(o => o.NodeName = nodeName);

    public MeshBuilder WithZone(string zone) => Configure(o => o.Zone = zone);

    /// <summary>
    /// Offers a service once the application has started. Without a port it is the first that the server listens on.
    /// </summary>
    public MeshBuilder Register(string service, int? port = null, Action<ServiceRegistration>? configure = null)
    {
        var registration = new ServiceRegistration { Service = service, Port = port };
        configure?.Invoke(registration);
        return Configure(o => o.Registrations.Add(registration));
    }

    /// <summary>
    /// Registers an application that nobody calls, such as a worker, so that it is seen: without a port, and never picked for
    /// a call.
    /// </summary>
    public MeshBuilder RegisterWithoutPort(string service, Action<ServiceRegistration>? configure = null) =>
        Register(service, configure: r =>
        {
            r.WithoutPort = true;
            configure?.Invoke(r);
        });

    /// <summary>
    /// The host's start waits until the node is ready, so that the first call finds what is there; no longer than the limit,
    /// null: 30 s. Then the host starts all the same.
    /// </summary>
    public MeshBuilder WaitForReady(TimeSpan? limit = null) => Configure(o => o.ReadyWait = limit ?? TimeSpan.FromSeconds(30));

    /// <summary>Lets other meshes find and use a service of this one, whichever nodes offer it.</summary>
    public MeshBuilder Export(params IEnumerable<string> services)
    {
        string[] all = [.. services];
        return Configure(o =>
        {
            foreach (var service in all)
                o.Federation.Export.Add(service);
        });
    }

    /// <summary>
    /// Adds a way to pick, which services and callers may then name. Each node that is to pick by it needs it: one that has
    /// it not picks by the default where a service asks for it. An <see cref="IPickPolicy"/> among the services does the same.
    /// </summary>
    public MeshBuilder AddPickPolicy(IPickPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Services.AddSingleton(policy);
        return this;
    }

    /// <summary>
    /// Reads a HOCON file: its section "mesh" as options, weaker than the configuration's section "Mesh", the rest as
    /// settings of the ActorSystem. Several files count in order, the last one most.
    /// </summary>
    public MeshBuilder WithSettingsFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Services.AddSingleton(new SettingsFile(Path.GetFullPath(path)));
        return this;
    }

    /// <summary>Changes any option.</summary>
    public MeshBuilder Configure(Action<MeshClientOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
