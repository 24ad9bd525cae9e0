using Mesh.Client;
using Mesh.Client.Http;
using Mesh.Client.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an HttpClient call services of the mesh by name.</summary>
public static class MeshHttpClientBuilderExtensions
{
    /// <summary>
    /// Requests whose host is a single label (<c>http://orders/…</c>), or a name below <c>.service.mesh</c>, go to an
    /// instance of that service, picked for each request; another one is tried when it cannot be reached.
    /// <c>https+http://orders</c> prefers TLS; <c>http://_admin.orders</c> is a named port; a port in the URI means nothing.
    /// <c>localhost</c>, IP addresses and other names with a dot are left alone.
    /// A request is sent a second time only when the first cannot have been carried out. A primary handler of the
    /// application's own keeps all its settings.
    /// A resilience handler added before this one sends each of its attempts to an instance picked anew.
    /// The same for clients of gRPC: <c>AddGrpcClient&lt;T&gt;(o => o.Address = new("http://greeter")).AddMesh()</c>.
    /// </summary>
    public static IHttpClientBuilder AddMesh(this IHttpClientBuilder builder, Action<MeshHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MeshHttpOptions>, MeshHttpOptionsValidator>());
        builder.Services.AddOptions<MeshHttpOptions>(name).Configure(o => configure?.Invoke(o)).ValidateOnStart();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, MeshHandlerFilter>());
        builder.AddHttpMessageHandler(sp => new MeshHttpHandler(
            Client(sp), Options(sp, name), sp.GetService<TimeProvider>(), sp.GetService<ILogger<MeshHttpHandler>>(), sp.GetService<CallMetrics>()));
        // The lifetime of connections does what rotating handlers would do, without throwing warm connections away.
        return builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static MeshHttpOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<MeshHttpOptions>>().Get(name);

    private static IMeshClient Client(IServiceProvider services) =>
        services.GetService<IMeshClient>() ?? throw new InvalidOperationException(
            "AddHttpClient(…).AddMesh() needs a mesh node: call builder.AddMesh(…) as well");
}
