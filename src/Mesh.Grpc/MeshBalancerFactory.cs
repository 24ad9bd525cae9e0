using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Mesh.Client;
using Mesh.Client.Telemetry;

namespace Mesh.Grpc;

/// <summary>Makes the balancer that the resolver's answer names.</summary>
internal sealed class MeshBalancerFactory(IMeshClient client, CallMetrics? metrics = null) : LoadBalancerFactory
{
    private const string Target = "target";
    private const string Secure = "secure";

    public override string Name => GrpcTarget.Scheme;

    public static LoadBalancingConfig ConfigOf(GrpcTarget target, bool secure)
    {
        var config = new LoadBalancingConfig(GrpcTarget.Scheme);
        config.Inner[GrpcTarget.Scheme] = new Dictionary<string, object> { [Target] = target, [Secure] = secure };
        return config;
    }

    public override LoadBalancer Create(LoadBalancerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Configuration.TryGetValue(Target, out var given) && given is GrpcTarget target
            ? new MeshBalancer(options.Controller, client, target, options.Configuration[Secure] is true, metrics)
            : throw new InvalidOperationException($"the balancer '{Name}' goes with an address such as {Name}:///greeter");
    }
}
