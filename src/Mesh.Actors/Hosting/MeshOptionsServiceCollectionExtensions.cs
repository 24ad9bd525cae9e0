using Mesh.Hosting;
using Mesh.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds classes of options to those that a node reads.</summary>
public static class MeshOptionsServiceCollectionExtensions
{
    /// <summary>
    /// Fills a class of options, which bears <see cref="OptionSectionAttribute"/>, from settings files, the host's
    /// configuration and code, in this order, and checks its annotations at the host's start. Its keys are known from
    /// then on; one that no class has stops the start.
    /// </summary>
    public static IServiceCollection AddMeshOptions<TOptions>(this IServiceCollection services)
        where TOptions : class => services.AddMeshOptions<TOptions, MeshOptionsValidator<TOptions>>();

    /// <summary>The same with a validator of its own.</summary>
    public static IServiceCollection AddMeshOptions<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.AddMeshKeys<TOptions>())
            return services;
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>().Configure<MeshConfiguration>(static (o, c) => c.Bind(o)).ValidateOnStart();
        return services;
    }

    /// <summary>Makes keys known that have a reader of their own. False: they were known already.</summary>
    internal static bool AddMeshKeys<TOptions>(this IServiceCollection services)
    {
        var known = OptionClass.Of<TOptions>();
        if (services.Any(s => s.ServiceType == typeof(OptionClass) && known.Equals(s.ImplementationInstance)))
            return false;
        services.AddSingleton(known);
        services.TryAddSingleton(static sp => MeshConfiguration.Read(
            sp.GetServices<OptionClass>(), sp.GetService<IConfiguration>(), sp.GetServices<SettingsFile>().Select(f => f.Path)));
        return true;
    }
}
