namespace Mesh.KeyValues;

/// <summary>A record of a removed owner that nobody has adopted yet; it stays visible until somebody has.</summary>
/// <param name="Due">When this node adopts it, unless another has by then.</param>
internal readonly record struct KeyOrphan(KeyClaim Claim, TimeSpan Since, TimeSpan Due);
