using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>
/// Calls grpc.health.v1.Health/Check over HTTP/2; the target's part after "/" names the service.
/// </summary>
internal sealed class GrpcProbe(TimeProvider time, ProbeReach? reach = null)
{
    private readonly ProbeReach _reach = reach ?? ProbeReach.Default;

    public Task<ProbeResult> CheckAsync(HealthTerms terms, CancellationToken stop) =>
        ProbeAttempt.RunAsync(terms, time, cancellation => CallAsync(terms, cancellation), stop);

    private async Task<ProbeResult> CallAsync(HealthTerms terms, CancellationToken cancellation)
    {
        var slash = terms.Target.IndexOf('/', StringComparison.Ordinal);
        var (address, service) = slash < 0 ? (terms.Target, "") : (terms.Target[..slash], terms.Target[(slash + 1)..]);
        using var channel = GrpcChannel.ForAddress((terms.UseTls ? "https://" : "http://") + address, Options(terms));
        try
        {
            var reply = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest { Service = service }, cancellationToken: cancellation);
            return reply.Status is HealthCheckResponse.Types.ServingStatus.Serving
                ? ProbeResult.Passing($"serving: {terms.Target}")
                : ProbeResult.Critical($"{Word(reply.Status)}: {terms.Target}");
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.Unimplemented)
        {
            return ProbeResult.Critical($"no grpc.health.v1.Health at {address}");
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.NotFound)
        {
            return ProbeResult.Critical($"service '{service}' is not known to grpc.health.v1.Health at {address}");
        }
        catch (RpcException fault) when (fault.Status.DebugException is null)
        {
            return ProbeResult.Critical($"{fault.StatusCode} from {terms.Target}: {fault.Status.Detail}");
        }
    }

    private GrpcChannelOptions Options(HealthTerms terms) => new()
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = terms.Timeout,
            UseProxy = false,
            ConnectCallback = (context, token) => _reach.OpenAsync(context.DnsEndPoint, token),
            UseCookies = false,
            SslOptions = ProbeTls.Options(terms, ""),
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 64 * 1024,
    };

    private static string Word(HealthCheckResponse.Types.ServingStatus status) => status switch
    {
        HealthCheckResponse.Types.ServingStatus.NotServing => "not serving",
        HealthCheckResponse.Types.ServingStatus.ServiceUnknown => "service unknown",
        _ => "status unknown",
    };
}
