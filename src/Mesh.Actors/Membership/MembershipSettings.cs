using System.Reflection;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership.Joining;
using Mesh.Options;

namespace Mesh.Membership;

/// <summary>What membership needs of a node's options.</summary>
/// <param name="Known">Members that an earlier run had seen, each "host:port", to join through beside the seeds.</param>
/// <param name="OwnsCluster">False when the cluster is an application's own: then others join it and remove members.</param>
internal sealed record MembershipSettings(
    MeshTerms Terms,
    string NodeName,
    string Zone,
    string Version,
    ValueList<string> Seeds,
    ValueList<string> Known,
    TimeSpan StableAfter,
    bool OwnsCluster)
{
    public static MembershipSettings From(MeshOptions options, IEnumerable<string> known, bool ownsCluster = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MembershipSettings(
            new MeshTerms(options.MeshName, options.Buckets, MeshDefaults.WireVersion),
            options.NodeName,
            options.Zone,
            typeof(MembershipSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0] ?? "",
            ValueList.From(options.Seeds.Select(s => s.Trim())),
            ValueList.From(known),
            options.StableAfter,
            ownsCluster);
    }
}
