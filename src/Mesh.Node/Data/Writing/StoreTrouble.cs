namespace Mesh.Node.Data.Writing;

/// <summary>Why nothing is stored now, and since when, by the monotonic clock.</summary>
internal sealed record StoreTrouble(string Reason, long Since);
