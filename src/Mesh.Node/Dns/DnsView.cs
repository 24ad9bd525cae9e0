using System.Net;
using Mesh.Views;

namespace Mesh.Node.Dns;

/// <summary>What the node knows at the moment of a question.</summary>
/// <param name="IsComplete">False while the node still collects what there is: what it does not find may exist.</param>
/// <param name="Reverse">The names at an address, below the domain: of nodes first, then of services.</param>
internal sealed record DnsView(
    CatalogSnapshot Snapshot,
    bool IsComplete,
    IReadOnlyList<DnsNode> Nodes,
    Func<IPAddress, IReadOnlyList<string>> Reverse)
{
    /// <summary>The nodes of that name that services were registered on from outside.</summary>
    public Func<string, IReadOnlyList<DnsNode>> External { get; init; } = static _ => [];

    /// <summary>The questions that are kept under a name; null: none are.</summary>
    public IDnsQueries? Queries { get; init; }

    /// <summary>A service of another mesh, and how its answer stands. Without a gateway there is none.</summary>
    public Func<string, string, DnsRemote> Remote { get; init; } = static (_, _) => new DnsRemote(null, IsComplete: true);
}
