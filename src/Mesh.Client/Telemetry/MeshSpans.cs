using System.Diagnostics;
using System.Reflection;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Selection;
using Mesh.Telemetry;

namespace Mesh.Client.Telemetry;

/// <summary>Activities of calls and writes; where nobody listens there is none.</summary>
internal static class MeshSpans
{
    private static readonly ActivitySource Source = new(
        MeshTelemetry.ActivitySourceName, typeof(MeshSpans).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    public static bool AreWanted => Source.HasListeners();

    public static Activity? Call(string service) =>
        Source.StartActivity(MeshActivities.Call)?.SetTag(MeshAttributes.Service, service);

    /// <summary>Of a write; null for what only asks, or comes as often as heartbeats.</summary>
    public static Activity? Write(object message)
    {
        if (Write(message, out var key) is not { } name)
            return null;
        var span = Source.StartActivity(name)?.SetTag(MeshAttributes.Service, key.Service.Value);
        return key.Id.Value.Length > 0 ? span?.SetTag(MeshAttributes.Instance, key.Id.Value) : span;
    }

    /// <summary>The instance that the call is sent to next.</summary>
    public static void Sends(this Activity? span, Endpoint to, int port, int attempt) => span?
        .SetTag(MeshAttributes.Instance, to.Instance.Id.Value)
        .SetTag("server.address", to.Host)
        .SetTag("server.port", port)
        .SetTag(MeshAttributes.Attempts, attempt);

    public static void Answered(this Activity? span, object reply)
    {
        span?.SetTag(MeshAttributes.Reply, reply.GetType().Name);
        if (reply is MeshReplies.Rejected or MeshReplies.Unavailable)
            span?.SetStatus(ActivityStatusCode.Error, reply.ToString());
    }

    /// <summary>For an exception filter.</summary>
    /// <returns>False: the exception goes on.</returns>
    public static bool Failed(this Activity? span, Exception failure)
    {
        span?.SetTag("error.type", ErrorTypes.Of(failure)).SetStatus(ActivityStatusCode.Error, failure.Message);
        return false;
    }

    private static string? Write(object message, out InstanceKey key)
    {
        (var name, key) = message switch
        {
            RegistryProtocol.Register m => (MeshActivities.Register, m.Instance.Key),
            RegistryProtocol.Deregister m => (MeshActivities.Deregister, m.Key),
            RegistryProtocol.Drain m => (MeshActivities.Drain, m.Key),
            RegistryProtocol.SetStatus m => (MeshActivities.SetStatus, m.Key),
            RegistryProtocol.SetPolicy m => (MeshActivities.SetPolicy, new InstanceKey(m.Service, default)),
            _ => (null, default),
        };
        return name;
    }
}
