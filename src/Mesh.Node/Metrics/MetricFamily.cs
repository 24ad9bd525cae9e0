namespace Mesh.Node.Metrics;

/// <summary>One metric as Prometheus reads it.</summary>
/// <param name="Kind">"counter", "gauge" or "histogram".</param>
/// <param name="Cells">By the text of their labels, in its order.</param>
internal sealed record MetricFamily(string Name, string Kind, string Help, IReadOnlyList<(string Labels, MetricCell Cell)> Cells);
