using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2.0)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void Median_is_in_the_middle(double[] values, double median) => Assert.Equal(median, Numbers.Median(values));

    [Fact]
    public void Median_of_nothing_is_none() => Assert.Null(Numbers.Median([]));

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void Percentile_is_by_the_nearest_rank(double part, double expected) =>
        Assert.Equal(expected, Numbers.Percentile(Enumerable.Range(1, 100).Select(n => (double)n), part));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void Exponent_of_a_power_is_found(double exponent)
    {
        (double, double)[] points = [.. new[] { 1.0, 3, 10, 20 }.Select(x => (x, 7 * Math.Pow(x, exponent)))];

        Assert.Equal(exponent, Numbers.Exponent(points), 6);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.4567, "0.457")]
    [InlineData(1.234, "1.23")]
    [InlineData(12.34, "12.3")]
    [InlineData(1234.4, "1,234")]
    [InlineData(1234567, "1,234,567")]
    public void Number_is_written_with_the_digits_that_count(double value, string text) => Assert.Equal(text, Numbers.Text(value));
}
