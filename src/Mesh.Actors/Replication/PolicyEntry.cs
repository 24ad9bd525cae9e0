using Mesh.Catalog;
using Mesh.Selection;

namespace Mesh.Replication;

/// <summary>
/// A service's policy as one node set it. The higher stamp wins, between equal stamps the writer that sorts last; a
/// writer stamps one more than the highest it has seen, so no clock is needed.
/// </summary>
internal sealed record PolicyEntry(ServiceName Service, ServicePolicy Policy, long Stamp, string Writer)
{
    public bool Beats(PolicyEntry other) =>
        Stamp != other.Stamp ? Stamp > other.Stamp : string.CompareOrdinal(Writer, other.Writer) > 0;
}
