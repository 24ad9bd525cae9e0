using Mesh.Client;
using Mesh.Client.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an HttpClient call services of the mesh by name.</summary>
public static class MeshHttpClientBuilderExtensions
{
    /// <summary>
    /// Requests whose host is a single label (<c>http://orders/…</c>), or a name below <c>.service.mesh</c>, go to an
    /// instance of that service, picked for each request; another one is tried when it cannot be reached.
    /// <c>localhost</c>, IP addresses, other names with a dot and URIs with a port of their own are left alone.
    /// A resilience handler added before this one sends each of its attempts to an instance picked anew.
    /// </summary>
    public static IHttpClientBuilder AddMesh(this IHttpClientBuilder builder, Action<MeshHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MeshHttpOptions>, MeshHttpOptionsValidator>());
        builder.Services.AddOptions<MeshHttpOptions>(name).Configure(o => configure?.Invoke(o)).ValidateOnStart();
        builder.AddHttpMessageHandler(sp => new MeshHttpHandler(Client(sp), Options(sp, name)));
        builder.ConfigurePrimaryHttpMessageHandler((primary, sp) =>
        {
            if (primary is not SocketsHttpHandler sockets)
                return;
            var options = Options(sp, name);
            sockets.ConnectTimeout = options.ConnectTimeout;
            sockets.PooledConnectionLifetime = options.PooledConnectionLifetime;
        });
        // The lifetime of connections does what rotating handlers would do, without throwing warm connections away.
        return builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static MeshHttpOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<MeshHttpOptions>>().Get(name);

    private static IMeshClient Client(IServiceProvider services) =>
        services.GetService<IMeshClient>() ?? throw new InvalidOperationException(
            "AddHttpClient(…).AddMesh() needs a mesh node: call builder.AddMesh(…) as well");
}
