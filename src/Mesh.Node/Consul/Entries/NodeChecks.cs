using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>What is known of a mesh node, as the check that Consul's clients know by the name serfHealth. Pure.</summary>
internal static class NodeChecks
{
    public const string SerfId = "serfHealth";

    /// <param name="staysInDoubt">The service would lose too many instances if this doubt were believed.</param>
    public static ConsulCheck Serf(string node, Standing standing, bool staysInDoubt, long revision) => new()
    {
        Node = node,
        Id = SerfId,
        Name = "Serf Health Status",
        Status = standing is Standing.Confirmed || staysInDoubt ? CheckStatus.Passing : CheckStatus.Critical,
        Output = (standing, staysInDoubt) switch
        {
            (Standing.Confirmed, _) => "Agent alive and reachable",
            (_, true) => "Agent in doubt; kept, as too many others are",
            (Standing.Suspect, _) => "Agent suspect: a link to it broke",
            _ => "Agent not live or unreachable",
        },
        Index = revision,
    };
}
