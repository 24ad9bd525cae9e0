using System.Net;
using Mesh.Registry;

namespace Mesh.Node.Dns;

/// <summary>What the node knows at the moment of a question.</summary>
/// <param name="IsComplete">False while the node still collects what there is: what it does not find may exist.</param>
/// <param name="Reverse">The names at an address, below the domain: of nodes first, then of services.</param>
internal sealed record DnsView(
    CatalogSnapshot Snapshot,
    bool IsComplete,
    IReadOnlyList<DnsNode> Nodes,
    Func<IPAddress, IReadOnlyList<string>> Reverse);
