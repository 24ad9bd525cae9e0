using System.Globalization;
using Mesh.Options;

namespace Mesh.Core.Tests.Options;

public sealed class DurationSettingTests
{
    [Theory]
    [InlineData("10s", "00:00:10")]
    [InlineData("PT10S", "00:00:10")]
    [InlineData("00:00:10", "00:00:10")]
    [InlineData("1.02:03:04.5", "1.02:03:04.5")]
    public void Setting_may_be_written_as_dotnet_writes_it(string text, string expected)
    {
        Assert.True(DurationSetting.TryParse(text, out var value, out var error), error);
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("-00:00:10")]
    [InlineData("25:61:00")]
    [InlineData("10")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_none_is_refused_with_an_example(string? text)
    {
        Assert.False(DurationSetting.TryParse(text, out _, out var error));
        Assert.Contains("10s", error, StringComparison.Ordinal);
    }
}
