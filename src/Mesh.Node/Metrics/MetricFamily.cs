namespace Mesh.Node.Metrics;

/// <summary>One metric as Prometheus reads it.</summary>
/// <param name="Kind">One of the constants of <see cref="PrometheusText"/>.</param>
/// <param name="Cells">By the text of their labels, in its order.</param>
internal sealed record MetricFamily(string Name, string Kind, string Help, IReadOnlyList<(string Labels, MetricCell Cell)> Cells);
