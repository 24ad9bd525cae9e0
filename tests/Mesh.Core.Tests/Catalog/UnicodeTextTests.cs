using CsCheck;
using Mesh.Catalog;

namespace Mesh.Core.Tests.Catalog;

public sealed class UnicodeTextTests
{
    private static readonly Gen<string> AnyUtf16 =
        Gen.OneOf('a', 'é', '\ud83d', '\ude00', '\ud800', '\udfff').Array[0, 8].Select(c => new string(c));

    [Fact]
    public void Text_is_well_formed_when_utf8_gives_it_back() => AnyUtf16.Sample(
        text => Assert.Equal(
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text,
            UnicodeText.IsWellFormed(text)),
        iter: 5_000);
}
