using CsCheck;
using Mesh.Catalog;

namespace Mesh.Core.Tests.Catalog;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", "00:00:00")]
    [InlineData("0s", "00:00:00")]
    [InlineData("10s", "00:00:10")]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("1m", "00:01:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData(".5s", "00:00:00.5")]
    [InlineData("1h2m3.5s", "01:02:03.5")]
    [InlineData("250us", "00:00:00.00025")]
    [InlineData("250µs", "00:00:00.00025")]
    [InlineData("1500ns", "00:00:00.0000015")]
    [InlineData("168h", "7.00:00:00")]
    [InlineData("PT10S", "00:00:10")]
    [InlineData("pt1h30m", "01:30:00")]
    [InlineData("PT0.5S", "00:00:00.5")]
    [InlineData("P2D", "2.00:00:00")]
    [InlineData("P1WT1M", "7.00:01:00")]
    [InlineData("P1DT2H3M4.5S", "1.02:03:04.5")]
    public void Text_that_is_a_duration_is_read(string text, string expected)
    {
        Assert.True(DurationText.TryParse(text, out var value, out var error), error);
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 10s")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("10 s")]
    [InlineData("-10s")]
    [InlineData("+10s")]
    [InlineData("10S")]
    [InlineData("10d")]
    [InlineData("1,5s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1e3s")]
    [InlineData("00:00:10")]
    [InlineData("1.02:03:04.5")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1Y")]
    [InlineData("P1DT")]
    [InlineData("PT10")]
    [InlineData("P1.5D")]
    [InlineData("-PT10S")]
    [InlineData("PT1MS")]
    [InlineData("99999999999999h")]
    [InlineData("999999999999999999999999999999s")]
    public void Text_that_is_no_duration_is_refused_with_an_example(string? text)
    {
        Assert.False(DurationText.TryParse(text, out _, out var error));
        Assert.Contains("10s", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:00:10", "10s")]
    [InlineData("00:01:00", "1m")]
    [InlineData("01:00:00", "1h")]
    [InlineData("01:02:03.5", "1h2m3.5s")]
    [InlineData("00:00:00.5", "500ms")]
    [InlineData("00:00:00.0000015", "1.5us")]
    [InlineData("2.00:00:01", "48h1s")]
    public void Duration_is_written_in_its_shortest_form(string value, string expected) =>
        Assert.Equal(expected, DurationText.Format(TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Duration_that_is_written_reads_back_as_itself() =>
        Gen.OneOf(Gen.Long[0, 20_000_000], Gen.Long[0, TimeSpan.MaxValue.Ticks]).Select(TimeSpan.FromTicks).Sample(value =>
            DurationText.TryParse(DurationText.Format(value), out var back) && back == value);

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception() =>
        Gen.Char["0123456789.:hmsunµ -"].Array[0, 24].Sample(text =>
        {
            var value = new string(text);
            return !DurationText.TryParse(value, out var span) || span >= TimeSpan.Zero;
        });
}
