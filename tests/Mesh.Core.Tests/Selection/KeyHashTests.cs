using CsCheck;
using Mesh.Selection;

namespace Mesh.Core.Tests.Selection;

public sealed class KeyHashTests
{
    [Theory]
    [InlineData("", 4042729137056912570UL)]
    [InlineData("a", 13271281330730756778UL)]
    [InlineData("customer-42", 14116694554163291263UL)]
    [InlineData("žluťoučký kůň 🐎", 5231894723566319080UL)]
    public void Hash_of_a_key_is_the_same_in_every_version(string key, ulong hash) => Assert.Equal(hash, KeyHash.Of(key));

    [Fact]
    public void Keys_that_differ_in_one_place_differ_in_half_of_the_bits() =>
        Gen.Select(Gen.String[1, 20], Gen.Int[0, 19], Gen.Char).Sample(
            (key, at, other) =>
            {
                at %= key.Length;
                var changed = $"{key[..at]}{other}{key[(at + 1)..]}";
                if (changed != key)
                    Assert.InRange(ulong.PopCount(KeyHash.Of(key) ^ KeyHash.Of(changed)), 6UL, 58UL);
            },
            iter: 20_000);

    [Fact]
    public void Numbered_keys_spread_evenly()
    {
        var counts = new int[100];
        for (var i = 0; i < 100_000; i++)
            counts[(int)(KeyHash.Of($"{i}") % 100)]++;

        // 1,000 expected, deviation 31.
        Assert.InRange(counts.Min(), 850, 1_000);
        Assert.InRange(counts.Max(), 1_000, 1_150);
    }
}
