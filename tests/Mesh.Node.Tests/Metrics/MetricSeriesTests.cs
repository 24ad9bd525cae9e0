using System.Diagnostics.Metrics;
using Mesh.Node.Metrics;

namespace Mesh.Node.Tests.Metrics;

public sealed class MetricSeriesTests : IDisposable
{
    private const int Sets = 100;

    private readonly Meter _meter = new("test");

    [Fact]
    public void Measurements_with_equal_tags_count_in_one_cell_however_they_come()
    {
        var series = new MetricSeries(_meter.CreateCounter<long>("requests"));

        series.Take(1, [new("outcome", "ok"), new("code", 200)]);
        series.Take(2, [new("outcome", new string("ok".ToCharArray())), new("code", 200)]);
        series.Take(4, [new("code", 200), new("outcome", "ok")]);

        var (labels, cell) = Assert.Single(series.Sorted);
        Assert.Equal("code=\"200\",outcome=\"ok\"", labels);
        Assert.Equal(7, cell.Read().Value);
    }

    [Fact]
    public void Measurements_with_other_tags_are_told_apart_also_beyond_those_that_are_remembered()
    {
        var series = new MetricSeries(_meter.CreateCounter<long>("requests"));

        for (var turn = 0; turn < 2; turn++)
        {
            for (var n = 0; n < Sets; n++)
                series.Take(n, [new("number", n)]);
        }

        Assert.Equal(Sets, series.Sorted.Count);
        Assert.All(series.Sorted, s => Assert.Equal($"number=\"{s.Cell.Read().Value / 2}\"", s.Labels));
    }

    [Fact]
    public void Tags_beyond_the_bound_are_left_out()
    {
        var series = new MetricSeries(_meter.CreateCounter<long>("requests"));

        for (var n = 0; n < 2_500; n++)
            series.Take(1, [new("number", n)]);

        Assert.Equal(2_000, series.Sorted.Count);
    }

    public void Dispose() => _meter.Dispose();
}
