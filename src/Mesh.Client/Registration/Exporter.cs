using Mesh.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Registration;

/// <summary>Exports the services that the options name, once the node knows how the mesh stands.</summary>
internal sealed partial class Exporter(
    IMeshClient client, IOptions<MeshClientOptions> options, TimeProvider time, ILogger<Exporter> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Ends when all are exported, or refused for good.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var name in options.Value.Federation.Export)
        {
            var service = ServiceName.Parse(name);
            while (!client.Exports.Contains(service))
            {
                var reply = await client.SetExportedAsync(service, exported: true, cancellation);
                if (reply is MeshReplies.Rejected rejected)
                    LogRefused(service, rejected.Faults.ToString());
                if (reply is not MeshReplies.Unavailable)
                    break;
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    [LoggerMessage(2205, LogLevel.Warning, "{Service} cannot be exported: {Faults}")]
    private partial void LogRefused(ServiceName service, string faults);
}
