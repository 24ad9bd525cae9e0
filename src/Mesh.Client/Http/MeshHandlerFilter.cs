using Microsoft.Extensions.Http;

namespace Mesh.Client.Http;

/// <summary>
/// Looks at the finished chain of handlers of each client that calls the mesh. What the application set stays: the mesh's
/// defaults are for a primary handler that the factory made, and there for what nobody set.
/// </summary>
internal sealed class MeshHandlerFilter : IHttpMessageHandlerBuilderFilter
{
    // gRPC reads it: with it a channel sends through the handlers, and does not connect by itself to "greeter".
    private const string GrpcBalancingDisabled = "__GrpcLoadBalancingDisabled";

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        var made = builder.PrimaryHandler as SocketsHttpHandler;
        var before = made is null ? default : Settings.Of(made);
        next(builder);
        if (builder.AdditionalHandlers.OfType<MeshHttpHandler>().LastOrDefault() is not { } handler)
            return;

        if (builder.PrimaryHandler is SocketsHttpHandler primary)
        {
            primary.Properties[GrpcBalancingDisabled] = true;
            if (ReferenceEquals(primary, made))
                Complete(primary, before, handler, handler.Options);
        }

        builder.AdditionalHandlers.Add(new SendProbe());
        foreach (var each in builder.AdditionalHandlers.OfType<MeshHttpHandler>())
            each.IsProbed = true;
    };

    private static void Complete(SocketsHttpHandler primary, Settings before, MeshHttpHandler handler, MeshHttpOptions options)
    {
        var now = Settings.Of(primary);
        if (now.ConnectTimeout == before.ConnectTimeout)
            primary.ConnectTimeout = options.ConnectTimeout;
        if (now.Lifetime == before.Lifetime)
            primary.PooledConnectionLifetime = options.PooledConnectionLifetime;
        if (!primary.AllowAutoRedirect)
            return;
        // It would look up the service's name in DNS.
        handler.MostRedirects = primary.MaxAutomaticRedirections;
        primary.AllowAutoRedirect = false;
    }

    private readonly record struct Settings(TimeSpan ConnectTimeout, TimeSpan Lifetime)
    {
        public static Settings Of(SocketsHttpHandler handler) => new(handler.ConnectTimeout, handler.PooledConnectionLifetime);
    }
}
