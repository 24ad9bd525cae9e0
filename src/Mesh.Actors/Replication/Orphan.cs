using Mesh.Catalog;

namespace Mesh.Replication;

/// <summary>A record of a removed owner that nobody has adopted yet; it stays visible until somebody has.</summary>
/// <param name="Due">When this node adopts it, unless another has by then.</param>
internal readonly record struct Orphan<TRecord>(Claim<TRecord> Claim, TimeSpan Since, TimeSpan Due)
    where TRecord : class, IClaimed;
