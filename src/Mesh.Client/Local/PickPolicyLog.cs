using Mesh.Selection;
using Microsoft.Extensions.Logging;

namespace Mesh.Client.Local;

internal static partial class PickPolicyLog
{
    [LoggerMessage(2301, LogLevel.Warning, "A service is to be picked by {Policy}, which this node does not have: it picks by " + PolicyNames.RoundRobin)]
    public static partial void Missing(ILogger log, string policy);
}
