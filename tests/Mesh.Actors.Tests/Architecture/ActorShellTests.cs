using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Architecture;

/// <summary>Decisions are pure: types of actors appear in actors and in the few files that connect them, nowhere else.</summary>
public sealed partial class ActorShellTests
{
    /// <summary>Ports of actors to their surroundings, and what carries references from one actor to another.</summary>
    private static readonly string[] Connecting =
    [
        "Membership/AkkaCluster.cs", "Membership/IClusterControl.cs", "Membership/IPeerPaths.cs",
        "Membership/PeerLinks.cs", "Registry/RegistryPeers.cs", "Replication/PeerPaths.cs", "KeyValues/KeyValuePeers.cs", "Trust/Senders.cs",
    ];

    [Fact]
    public void Actor_types_appear_in_shells_only()
    {
        var source = SourceTree.PathOf("src", "Mesh.Actors");
        var offenders = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(source, f))
            .Where(f => !IsShell(f) && ActorType().IsMatch(WithoutComments(File.ReadAllText(Path.Combine(source, f)))));

        Assert.Empty(offenders);
    }

    private static bool IsShell(string file) =>
        file.StartsWith("Hosting/", StringComparison.Ordinal)
        || file.StartsWith("Wire/", StringComparison.Ordinal)
        || file.StartsWith("obj/", StringComparison.Ordinal)
        || file.StartsWith("bin/", StringComparison.Ordinal)
        || ActorFile().IsMatch(file)
        || Connecting.Contains(file);

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"\b(IActorRef|IActorContext|ICanTell|Props|ReceiveActor|UntypedActor|Akka\.Actor\.ActorSystem)\b|\bContext\.")]
    private static partial Regex ActorType();

    [GeneratedRegex(@"Actor(\.\w+)?\.cs$")]
    private static partial Regex ActorFile();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
