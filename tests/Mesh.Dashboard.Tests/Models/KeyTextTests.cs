using System.Text;
using Mesh.Dashboard.Models;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Tests.Models;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("/services/orders/orders-1")]
    [InlineData("größe/日本語/😀")]
    [InlineData(@"C:\temp\x41")]
    [InlineData("a\u202eb\0c\n")]
    public void Key_is_written_so_that_it_is_read_again(string key) => Assert.Equal(Octets.Utf8(key), Parsed(KeyText.Of(Octets.Utf8(key))));

    [Fact]
    public void Bytes_that_are_no_text_are_spelt_and_read_again()
    {
        var key = Octets.Copy([0x61, 0xff, 0x00, 0xe2, 0x82, 0x5c]);

        Assert.Equal(@"a\xff\x00\xe2\x82\\", KeyText.Of(key));
        Assert.Equal(key, Parsed(KeyText.Of(key)));
    }

    [Fact]
    public void Marks_of_direction_and_line_ends_are_spelt() => Assert.Equal(@"a\xe2\x80\xaeb\x0a", KeyText.Of(Octets.Utf8("a\u202eb\n")));

    [Theory]
    [InlineData(@"a\")]
    [InlineData(@"a\n")]
    [InlineData(@"\x4")]
    [InlineData(@"\xzz")]
    public void Backslash_that_stands_for_nothing_is_a_fault_in_words(string text)
    {
        Assert.False(KeyText.TryParse(text, out _, out var error));
        Assert.Contains("backslash", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_is_text_or_bytes_and_long_ones_are_cut()
    {
        Assert.Equal("two lines", ValueText.Brief(Octets.Utf8("two\nlines")));
        Assert.Equal("00ff", ValueText.Brief(Octets.Copy([0, 0xff])));
        Assert.Equal(73, ValueText.Brief(Octets.Utf8(new string('x', 500))).Length);
        Assert.Equal($"000000  00 ff 41{new string(' ', 41)}..A\n", ValueText.Whole(Octets.Copy([0, 0xff, 0x41]), isHex: false));
        Assert.Equal("a\nb", ValueText.Whole(Octets.Utf8("a\nb"), isHex: false));
        Assert.Equal(ValueText.Most, ValueText.Whole(Octets.Utf8(new string('x', ValueText.Most + 9)), isHex: false).Length);
    }

    [Fact]
    public void Character_that_the_cut_would_part_is_left_out()
    {
        var value = Octets.Utf8(new string('x', ValueText.Most - 1) + "ä");

        Assert.Equal(new string('x', ValueText.Most - 1), ValueText.Whole(value, isHex: false));
        Assert.Equal(ValueText.Most + 1, Encoding.UTF8.GetByteCount(value.ToString()));
    }

    private static Octets Parsed(string text)
    {
        Assert.True(KeyText.TryParse(text, out var key, out var error), error);
        return key;
    }
}
