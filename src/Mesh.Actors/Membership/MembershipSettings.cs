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
    CurrentSeeds Seeds,
    ValueList<string> Known,
    TimeSpan StableAfter,
    bool OwnsCluster)
{
    /// <param name="seeds">Null: those of the options, for good.</param>
    public static MembershipSettings From(
        MeshOptions options, IEnumerable<string> known, bool ownsCluster = true, CurrentSeeds? seeds = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MembershipSettings(
            new MeshTerms(options.MeshName, options.Buckets, MeshDefaults.WireVersion),
            options.NodeName,
            options.Zone,
            typeof(MembershipSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0] ?? "",
            seeds ?? new CurrentSeeds(options.Seeds),
            ValueList.From(known),
            options.StableAfter,
            ownsCluster);
    }
}
