using Akka.Actor;
using Akka.Cluster;
using Mesh.Client;
using Mesh.Client.Declared;
using Mesh.Client.Health;
using Mesh.Client.Local;
using Mesh.Client.Options;
using Mesh.Client.Registration;
using Mesh.Client.Runtime;
using Mesh.Client.Telemetry;
using Mesh.Hosting;
using Mesh.KeyValues;
using Mesh.Membership;
using Mesh.Selection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Embeds a mesh node in a generic host.</summary>
public static class MeshServiceCollectionExtensions
{
    /// <summary>
    /// Adds a node of the mesh, <see cref="IMeshClient"/>, <see cref="IMeshInspector"/> and
    /// <see cref="IMeshKeyValues"/>. An <see cref="InstanceRule"/> among the services says which entries describe
    /// instances. Options come from the configuration section "Mesh", then from <paramref name="configure"/>; wrong ones
    /// stop the host's start.
    /// </summary>
    public static IServiceCollection AddMesh(this IServiceCollection services, Action<MeshBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddCore(services);
        configure?.Invoke(new MeshBuilder(services));
        return services;
    }

    /// <summary>
    /// For an application that owns an ActorSystem: <see cref="IMeshClient"/> and <see cref="IMeshInspector"/> over the
    /// node that <c>akka.WithMeshClient(provider)</c> makes of it. The system's life is the
    /// application's: nothing is registered, drained or started again by itself, and <see cref="MeshBuilder.Register"/> stops the host's start.
    /// </summary>
    public static IServiceCollection AddMeshClient(this IServiceCollection services, Action<MeshBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ThrowIfAdded(services);
        AddOptionsAndHub(services);
        services.AddSingleton<IValidateOptions<MeshClientOptions>, OwnSystemOptionsValidator>();
        services.AddSingleton(static sp => TransportOf(sp.GetRequiredService<ActorSystem>()));
        AddClient(services);
        configure?.Invoke(new MeshBuilder(services));
        return services;
    }

    private static void AddCore(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(MeshRuntime)))
            return;

        ThrowIfAdded(services);
        AddOptionsAndHub(services);
        services.AddSingleton<IValidateOptions<MeshClientOptions>>(
            static sp => new DeclaredInstancesValidator(sp.GetRequiredService<MeshConfiguration>().Root));
        services.AddSingleton<ClusterTransport>();
        services.AddSingleton<IMeshSessionFactory, MeshSessionFactory>();
        services.AddSingleton<MeshRuntime>();
        AddClient(services);
        services.AddSingleton<AppHealthProbe>();
        services.AddSingleton<AppHealthReporter>();
        services.AddSingleton<Registrar>();
        services.AddSingleton<Exporter>();
        services.AddSingleton<MeshMetrics>();
        services.AddHostedService<MeshLifecycle>();
        services.AddSingleton<SeedReload>();
        services.AddHostedService(static sp => sp.GetRequiredService<SeedReload>());
    }

    private static void ThrowIfAdded(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(MeshSetup)))
            throw new InvalidOperationException("AddMesh and AddMeshClient exclude each other");
    }

    private static void AddOptionsAndHub(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMeshOptions<MeshClientOptions, MeshClientOptionsValidator>();
        services.AddMeshKeys<DeclaredInstanceOptions>();
        services.AddOptions<MeshClientOptions>().Configure<IEnumerable<SettingsFile>>(AddFiles);
        services.AddSingleton<IPostConfigureOptions<MeshClientOptions>, AdvertisedHost>();
        services.AddSingleton<MeshOptions>(static sp => sp.GetRequiredService<IOptions<MeshClientOptions>>().Value);
        services.AddSingleton(PoliciesOf);
        services.AddSingleton(PartsOf);
        services.AddSingleton(static sp => sp.GetRequiredService<MeshSetup>().Hub);
        services.AddSingleton(static sp => sp.GetRequiredService<MeshSetup>().Remote);
        services.AddSingleton(static sp => sp.GetRequiredService<MeshSetup>().KeyValues);
    }

    private static void AddFiles(MeshClientOptions options, IEnumerable<SettingsFile> files)
    {
        foreach (var file in files)
            options.HoconFiles.Add(file.Path);
    }

    private static PickPolicies PoliciesOf(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<IPickPolicy>>();
        return new PickPolicies(services.GetServices<IPickPolicy>(), name => PickPolicyLog.Missing(log, name));
    }

    private static MeshSetup PartsOf(IServiceProvider services)
    {
        var parts = MeshSetup.Create(
            services.GetRequiredService<IOptions<MeshClientOptions>>().Value, services.GetRequiredService<TimeProvider>());
        return parts with
        {
            Selection = parts.Selection with { Policies = services.GetRequiredService<PickPolicies>() },
            KeyRule = services.GetService<InstanceRule>(),
            Extensions = [.. services.GetServices<IMeshExtension>()],
        };
    }

    private static void AddClient(IServiceCollection services)
    {
        services.AddSingleton<IMeshTransport>(static sp => sp.GetRequiredService<ClusterTransport>());
        services.AddSingleton<RegistryCalls>();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<IMeshClient, MeshClient>();
        services.AddSingleton<IMeshInspector, MeshInspector>();
        services.AddSingleton<IMeshChecks, MeshChecks>();
        services.AddSingleton<IMeshKeyValues, MeshKeyValues>();
    }

    private static ClusterTransport TransportOf(ActorSystem system)
    {
        var transport = new ClusterTransport();
        transport.Attach(system, OwnerAddress.Text(Cluster.Get(system).SelfAddress));
        return transport;
    }
}
