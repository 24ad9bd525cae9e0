using Mesh.Heartbeats;
using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Registration;

/// <summary>Looks at the application's health on an interval and tells the heartbeats; they see what is a transition.</summary>
internal sealed class AppHealthReporter
{
    private readonly AppHealthProbe _probe;
    private readonly IMeshTransport _transport;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;

    public AppHealthReporter(
        AppHealthProbe probe, IMeshTransport transport, IOptions<MeshClientOptions> options, TimeProvider time)
    {
        _probe = probe;
        _transport = transport;
        _options = options.Value;
        _time = time;
    }

    /// <summary>Ends with the token.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(_options.HealthInterval, _time);
        while (await ticks.WaitForNextTickAsync(cancellation))
        {
            var (status, note) = await _probe.LookAsync(cancellation);
            _transport.Tell(MeshNames.Heartbeats, new HeartbeatProtocol.AppHealth(status, note));
        }
    }
}
