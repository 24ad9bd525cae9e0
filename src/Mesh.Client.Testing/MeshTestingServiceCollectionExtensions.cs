using Mesh.Client;
using Mesh.Client.Registration;
using Mesh.Client.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts a fake in the place of the node of an application under test.</summary>
public static class MeshTestingServiceCollectionExtensions
{
    /// <summary>
    /// Where the application has called <c>AddMesh</c> no node is started, nothing is registered, and
    /// <see cref="IMeshClient"/> is the fake: for <c>HttpClient</c>, gRPC and YARP too.
    /// </summary>
    public static IServiceCollection ReplaceMesh(this IServiceCollection services, FakeMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(mesh);
        foreach (var node in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(MeshLifecycle)).ToArray())
            services.Remove(node);
        return services.RemoveAll<IMeshClient>().AddSingleton<IMeshClient>(mesh);
    }
}
