using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>The probe of each kind of check, each with the reach of the instance that it is a check of.</summary>
internal sealed class HealthProbes(TimeProvider time, ProbeReach reach) : IHealthProbe
{
    public Task<ProbeResult> CheckAsync(HealthTerms terms, string host, CancellationToken stop)
    {
        var own = reach.Of(host);
        return terms.Kind switch
        {
            HealthKind.Tcp => new TcpProbe(time, own).CheckAsync(terms, stop),
            HealthKind.Http => new HttpProbe(time, own).CheckAsync(terms, stop),
            HealthKind.Grpc => new GrpcProbe(time, own).CheckAsync(terms, stop),
            HealthKind.Udp => new UdpProbe(time, own).CheckAsync(terms, stop),
            HealthKind.H2Ping => new H2PingProbe(time, own).CheckAsync(terms, stop),
            _ => Task.FromResult(ProbeResult.Critical($"nothing to check for kind {terms.Kind}")),
        };
    }
}
