namespace Mesh.Node.Http;

/// <summary>A group of targets as Prometheus' http_sd_configs reads it: here one instance with its labels.</summary>
internal sealed record ScrapeTarget(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string> Labels);
