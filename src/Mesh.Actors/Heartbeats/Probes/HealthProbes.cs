using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>The probe of each kind of check.</summary>
internal sealed class HealthProbes(TimeProvider time, ProbeReach reach) : IHealthProbe
{
    private readonly TcpProbe _tcp = new(time, reach);
    private readonly HttpProbe _http = new(time, reach);
    private readonly GrpcProbe _grpc = new(time, reach);
    private readonly UdpProbe _udp = new(time, reach);
    private readonly H2PingProbe _h2Ping = new(time, reach);

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) => terms.Kind switch
    {
        HealthKind.Tcp => _tcp.CheckAsync(terms, stop),
        HealthKind.Http => _http.CheckAsync(terms, stop),
        HealthKind.Grpc => _grpc.CheckAsync(terms, stop),
        HealthKind.Udp => _udp.CheckAsync(terms, stop),
        HealthKind.H2Ping => _h2Ping.CheckAsync(terms, stop),
        _ => Task.FromResult(ProbeResult.Critical($"nothing to check for kind {terms.Kind}")),
    };
}
