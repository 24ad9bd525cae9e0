using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class BenchmarkTableTests
{
    private static readonly BenchmarkTable Table = BenchmarkTable.Read(
    [
        "BenchmarkDotNet v0.15.8, Linux Debian",
        "",
        "| Method      | Called | Mean     | Median      | Ratio | Allocated |",
        "|------------ |------- |---------:|------------:|------:|----------:|",
        "| **Find**        | **10**     | **15.2 ns** |    **14.50 ns** |  **1.00** |         **-** |",
        "| FindAndPick | 10     | 25.0 ns  |    23.80 ns |  1.60 |      24 B |",
        "|             |        |          |             |       |           |",
        "| FindAndPick | 1000   | 1,025 ns |  1,023.4 ns |  1.60 |    1.5 KB |",
        "| Slow        | 1000   | 2 μs     |     1.50 μs |  1.60 |         - |",
    ]);

    [Theory]
    [InlineData("Find", "10", 14.5)]
    [InlineData("FindAndPick", "10", 23.8)]
    [InlineData("FindAndPick", "1000", 1_023.4)]
    [InlineData("Slow", "1000", 1_500)]
    public void Time_is_read_in_nanoseconds(string method, string called, double expected) =>
        Assert.Equal(expected, Table.Value("Median", ("Method", method), ("Called", called)), 3);

    [Fact]
    public void Most_is_of_all_lines() => Assert.Equal(1_536, Table.Most("Allocated"));

    [Fact]
    public void Line_that_is_not_there_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Table.Value("Median", ("Method", "Pick")));

        Assert.Contains("Pick", fault.Message, StringComparison.Ordinal);
    }
}
