using Akka.Event;

namespace Mesh.Hosting;

/// <summary>
/// Keeps remoting and Akka's cluster from logging every attempt to reach a node that is not there, several lines each, some of
/// them with a stack trace, and what they make of it. Membership says the same in one line, and the node's state shows whom
/// it asks. Each logger of a system has to ask it.
/// </summary>
internal sealed class MeshLogFilter : LogFilterBase
{
    private static readonly string[] Attempts =
    [
        "Tried to associate with unreachable remote address",
        "Removing receive buffers for",
        "AssociationError [",
        "; address is now gated for ",
        "is still unreachable or has not been restarted",
        "with unknown UID is reported as quarantined",
    ];

    private static readonly string[] Standings = ["Marking node(s) as UNREACHABLE", "Marking node(s) as REACHABLE"];

    /// <summary>To be put into the ActorSystem's setup.</summary>
    public static LogFilterSetup Setup { get; } = new([new MeshLogFilter()]);

    public override LogFilterType FilterType => LogFilterType.Content;

    /// <param name="expandedMessage">The line with its time and source; null: not written out yet.</param>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (IsCluster(content.LogSource))
            return Decide(Has(Standings));
        if (!IsRemoting(content.LogSource))
            return LogFilterDecision.NoDecision;
        return Decide(content.Cause?.GetType().Name is "EndpointDisassociatedException" or "EndpointAssociationException"
            || Has(Attempts));

        bool Has(string[] texts)
        {
            var text = expandedMessage ?? content.Message?.ToString() ?? "";
            return Array.Exists(texts, a => text.Contains(a, StringComparison.Ordinal));
        }
    }

    private static LogFilterDecision Decide(bool isNoise) => isNoise ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;

    private static bool IsCluster(string? source) => source is not null
        && (source.StartsWith("Cluster", StringComparison.Ordinal)
            || source.Contains("/system/cluster/", StringComparison.Ordinal));

    private static bool IsRemoting(string? source) => source is not null
        && (source.StartsWith("remoting", StringComparison.Ordinal)
            || source.Contains("/endpointManager", StringComparison.Ordinal));
}
