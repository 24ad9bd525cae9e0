using System.Text.RegularExpressions;
using Akka.Event;

namespace Mesh.Hosting;

/// <summary>
/// Keeps remoting from logging every attempt to reach a node that is not there, several lines each, some of them with
/// a stack trace. Membership says the same in one line, and the node's state shows whom it asks.
/// </summary>
public static partial class MeshLogFilter
{
    /// <summary>To be put into the ActorSystem's setup.</summary>
    public static LogFilterSetup Setup { get; } = new LogFilterBuilder()
        .ExcludeMessageRegex(Attempts())
        .Build();

    [GeneratedRegex(
        "^(Tried to associate with unreachable remote address|Removing receive buffers for|AssociationError "
        + "|Association with remote system .* has failed; address is now gated|Disassociated$"
        + "|Quarantined address .* is still unreachable)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Attempts();
}
