using Mesh.Dashboard.Models;

namespace Mesh.Dashboard.Tests.Models;

public sealed class PrintableNameTests
{
    [Theory]
    [InlineData("orders-1", "orders-1")]
    [InlineData("größe ✓", "größe ✓")]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\u200bb", "a\\u200bb")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("a\u2028b", "a\\u2028b")]
    public void Characters_that_are_not_seen_are_spelt(string text, string shown) => Assert.Equal(shown, PrintableName.Of(text));
}
