using Mesh.Catalog;

namespace Mesh.Core.Tests.Catalog;

public sealed class ShortTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void Text_within_the_bound_stays(int length) =>
        Assert.Equal(new string('a', length), ShortText.Of(new string('a', length)));

    [Fact]
    public void Longer_text_is_cut_to_the_bound_with_its_dots() =>
        Assert.Equal(new string('a', 61) + "...", ShortText.Of(new string('a', 65)));

    [Fact]
    public void Bound_can_be_another() => Assert.Equal("ab...", ShortText.Of("abcdef", 5));
}
