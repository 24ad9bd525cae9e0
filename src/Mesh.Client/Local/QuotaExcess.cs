namespace Mesh.Client.Local;

/// <summary>A bound that a write would exceed.</summary>
/// <param name="What">"entries", "bytes" or "leases".</param>
/// <param name="Words">Whose bound it is, and by which name.</param>
internal sealed record QuotaExcess(string What, long Bound, string Words);
