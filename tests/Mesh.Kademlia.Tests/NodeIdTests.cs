using CsCheck;

namespace Mesh.Kademlia.Tests;

/// <summary>The metric of the overlay is one.</summary>
public sealed class NodeIdTests
{
    [Fact]
    public void Distance_is_symmetric_and_zero_only_between_equal_points() =>
        Gen.Select(KadGen.Id, KadGen.Id).Sample((x, y) =>
        {
            Assert.Equal(x ^ y, y ^ x);
            Assert.Equal(x == y, (x ^ y) == NodeId.Zero);
        });

    [Fact]
    public void Distance_obeys_the_triangle_inequality() =>
        Gen.Select(KadGen.Id, KadGen.Id, KadGen.Id).Sample((x, y, z) =>
            Assert.True((x ^ z) <= (x ^ y).AddCapped(y ^ z)));

    [Fact]
    public void Distance_is_unidirectional() =>
        Gen.Select(KadGen.Id, KadGen.Id).Sample((x, distance) => Assert.Equal(distance, x ^ (x ^ distance)));

    [Fact]
    public void Order_is_that_of_the_bytes() =>
        Gen.Select(KadGen.Id, KadGen.Id).Sample((x, y) => Assert.Equal(
            Math.Sign(x.ToByteArray().AsSpan().SequenceCompareTo(y.ToByteArray())), Math.Sign(x.CompareTo(y))));

    [Fact]
    public void Bytes_and_text_come_back_as_the_same_id() => KadGen.Id.Sample(id =>
    {
        Assert.Equal(id, NodeId.Read(id.ToByteArray()));
        Assert.True(NodeId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    });

    [Fact]
    public void Common_prefix_counts_equal_bits() => Gen.Select(KadGen.Id, Gen.Int[0, 255], KadGen.Id).Sample(
        (id, bits, other) =>
        {
            var near = id.WithSuffix(bits, other);
            var counted = Enumerable.Range(0, NodeId.Bits).TakeWhile(i => id.Bit(i) == near.Bit(i)).Count();
            Assert.Equal(counted, id.CommonPrefix(near));
            Assert.True(counted >= bits);
        });

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("+000000000000000000000000000000000000000000000000000000000000000")]
    public void Text_that_is_no_id_is_refused(string text) => Assert.False(NodeId.TryParse(text, out _));
}
