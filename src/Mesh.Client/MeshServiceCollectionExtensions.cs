using Mesh.Client;
using Mesh.Client.Declared;
using Mesh.Client.Health;
using Mesh.Client.Registration;
using Mesh.Client.Runtime;
using Mesh.Client.Transport;
using Mesh.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Embeds a mesh node in a generic host.</summary>
public static class MeshServiceCollectionExtensions
{
    /// <summary>
    /// Adds a node of the mesh, <see cref="IMeshClient"/> and <see cref="IMeshInspector"/>. Options come from the
    /// configuration section "Mesh", then from <paramref name="configure"/>; wrong ones stop the host's start.
    /// </summary>
    public static IServiceCollection AddMesh(this IServiceCollection services, Action<MeshBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddCore(services);
        configure?.Invoke(new MeshBuilder(services));
        return services;
    }

    private static void AddCore(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(MeshRuntime)))
            return;

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<MeshClientOptions, MeshClientOptionsValidator>()
            .Configure<IServiceProvider>(static (o, sp) => OptionsBinding.Bind(
                o, sp.GetService<IConfiguration>(), sp.GetServices<SettingsFile>().Select(f => f.Path)));
        services.AddSingleton<IValidateOptions<MeshClientOptions>, DeclaredInstancesValidator>();
        services.AddMetrics();
        services.AddSingleton(static sp => MeshParts.HubOf(
            sp.GetRequiredService<IOptions<MeshClientOptions>>().Value, sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ClusterTransport>();
        services.AddSingleton<IMeshTransport>(static sp => sp.GetRequiredService<ClusterTransport>());
        services.AddSingleton<IMeshSessionFactory, MeshSessionFactory>();
        services.AddSingleton<MeshRuntime>();
        services.AddSingleton<IMeshClient, MeshClient>();
        services.AddSingleton<IMeshInspector, MeshInspector>();
        services.AddSingleton<AppHealthProbe>();
        services.AddSingleton<AppHealthReporter>();
        services.AddSingleton<Registrar>();
        services.AddSingleton<MeshMetrics>();
        services.AddHostedService<MeshLifecycle>();
    }
}
