using Mesh.Client;
using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Access;

/// <summary>
/// Says at each start that tokens do not guard the port between nodes, where that is open to the network without TLS: whoever has tokens has the node
/// told so by the switch Insecure, and may take it for guarded all the same.
/// </summary>
internal sealed partial class OpenPortNotice(
    IOptions<MeshClientOptions> options, CurrentPolicy policy, ILogger<OpenPortNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var mesh = options.Value;
        if (policy.Value.IsOpen || mesh.Tls.IsOn)
            return Task.CompletedTask;
        foreach (var host in NodeAddress.ListensOn(mesh).Where(h => !MeshOptionsValidation.IsLoopback(h)))
            LogOpen(log, host);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3_213, LogLevel.Warning,
        "Tokens guard the doors alone: whoever reaches the port between nodes at {Host} can register and remove, since Mesh:Insecure lets it be without TLS")]
    private static partial void LogOpen(ILogger log, string host);
}
