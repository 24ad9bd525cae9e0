using Mesh.Catalog;

namespace Mesh.Node.Consul.Agent;

internal sealed partial class AgentConflicts
{
    [LoggerMessage(3105, LogLevel.Information, "{Key} is also registered at {Winner}; what came in here is now {Id}")]
    private static partial void LogApart(ILogger log, InstanceKey key, Owner winner, InstanceId id);

    [LoggerMessage(3106, LogLevel.Warning, "{Key} is also registered at {Winner}, and what came in here could not be registered apart: {Reply}")]
    private static partial void LogFailed(ILogger log, InstanceKey key, Owner winner, object reply);
}
