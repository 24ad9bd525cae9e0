using Akka.Event;

namespace Mesh.Hosting;

/// <summary>
/// Keeps remoting from logging every attempt to reach a node that is not there, several lines each, some of them with
/// a stack trace. Membership says the same in one line, and the node's state shows whom it asks.
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

    /// <summary>To be put into the ActorSystem's setup.</summary>
    public static LogFilterSetup Setup { get; } = new([new MeshLogFilter()]);

    public override LogFilterType FilterType => LogFilterType.Content;

    /// <param name="expandedMessage">The line with its time and source; null: not written out yet.</param>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!IsRemoting(content.LogSource))
            return LogFilterDecision.NoDecision;
        var text = expandedMessage ?? content.Message?.ToString() ?? "";
        return content.Cause?.GetType().Name is "EndpointDisassociatedException" or "EndpointAssociationException"
            || Array.Exists(Attempts, a => text.Contains(a, StringComparison.Ordinal))
            ? LogFilterDecision.Drop
            : LogFilterDecision.NoDecision;
    }

    private static bool IsRemoting(string? source) => source is not null
        && (source.StartsWith("remoting", StringComparison.Ordinal)
            || source.Contains("/endpointManager", StringComparison.Ordinal));
}
