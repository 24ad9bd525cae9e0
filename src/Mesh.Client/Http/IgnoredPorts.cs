using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mesh.Client.Http;

/// <summary>Says once for each service that the port in its URI means nothing.</summary>
internal sealed partial class IgnoredPorts(ILogger log)
{
    // Names may come from outside.
    private const int Most = 256;

    private readonly ConcurrentDictionary<(string, int), bool> _said = new();

    public void Note(MeshTarget target)
    {
        if (target.IgnoredPort == 0 || _said.Count >= Most || !_said.TryAdd((target.Service, target.IgnoredPort), true))
            return;
        LogIgnored(target.IgnoredPort, target.Host);
    }

    [LoggerMessage(2302, LogLevel.Warning, "Port {Port} of the address of {Service} is ignored: a service is called where its instances are registered; \"_name.{Service}\" asks for a named port")]
    private partial void LogIgnored(int port, string service);
}
