namespace Mesh.Node.Etcd.Json;

/// <summary>What /health says: "true" or "false", as text, as etcd has it.</summary>
internal sealed record HealthBody(string Health, string? Reason);
