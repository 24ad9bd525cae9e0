using CsCheck;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Kademlia.Tests;

/// <summary>Datagrams: what is written is read, whatever else comes is refused with a reason.</summary>
public sealed class KadCodecTests
{
    [Fact]
    public void Message_comes_back_as_it_was() => KadGen.Message.Sample(
        message =>
        {
            var bytes = KadCodec.Write(message);
            Assert.True(KadCodec.TryRead(bytes, out var read, out var error), error);
            // Equal messages have equal bytes; records compare lists by reference.
            Assert.Equal(message.GetType(), read.GetType());
            Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(KadCodec.Write(read)));
        },
        iter: 3_000);

    [Fact]
    public void Random_bytes_never_do_more_than_be_refused() => Gen.Byte.Array[0, 1_400].Sample(
        bytes => Assert.True(KadCodec.TryRead(bytes, out var message, out var error) ? message is not null : error.Length > 0),
        iter: 20_000);

    [Fact]
    public void Damaged_datagrams_never_do_more_than_be_refused() => Gen.Select(KadGen.Message, Gen.Int[0, 5_000], Gen.Byte, Gen.Int[0, 1_232])
        .Sample(
            (message, at, value, cut) =>
            {
                var bytes = KadCodec.Write(message);
                bytes[at % bytes.Length] = value;
                bytes = bytes[..Math.Min(bytes.Length, cut)];
                if (KadCodec.TryRead(bytes, out var read, out var error))
                    Assert.True(KadCodec.TryRead(KadCodec.Write(read), out _, out _));
                else
                    Assert.NotEmpty(error);
            },
            iter: 20_000);

    [Fact]
    public void Sizes_that_the_core_counts_with_are_upper_bounds()
    {
        KadGen.Contact.Array[0, 16].Sample(contacts =>
        {
            var nodes = new KadProtocol.Nodes { RequestId = ulong.MaxValue, Sender = NodeId.Max, Token = ulong.MaxValue, IsClient = true, Contacts = [.. contacts], Parts = 8 };
            Assert.InRange(KadCodec.Write(nodes).Length, 1, KadSizes.Header + contacts.Sum(KadSizes.Of));
        });
        KadGen.Record.Array[0, 2].Sample(records =>
        {
            var values = new KadProtocol.Values { RequestId = ulong.MaxValue, Sender = NodeId.Max, Token = ulong.MaxValue, IsClient = true, Records = [.. records], Next = 65_536, IsCrowded = true };
            Assert.InRange(KadCodec.Write(values).Length, 1, KadSizes.Header + records.Sum(r => r.Size + KadSizes.RecordFrame));
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(KadSizes.PaddedRequest)]
    [InlineData(KadSizes.MaxDatagram)]
    public void Padding_reaches_the_size_asked_for(int size)
    {
        var question = new KadProtocol.FindNode { RequestId = 1, Sender = NodeId.Max, Target = NodeId.Max };
        var plain = KadCodec.Write(question).Length;
        Assert.Equal(Math.Max(plain, size), KadCodec.Write(question, size).Length);
    }

    [Fact]
    public void Message_that_does_not_fit_is_not_written()
    {
        var contact = new Contact(NodeId.Max, new KadAddress(UInt128.MaxValue, 1));
        var nodes = new KadProtocol.Nodes { RequestId = 1, Sender = NodeId.Max, Contacts = [.. Enumerable.Repeat(contact, 25)] };
        Assert.Contains("1232", Assert.Throws<ArgumentException>(() => KadCodec.Write(nodes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_names_field_value_and_bound()
    {
        var bytes = new Mesh.Kademlia.Wire.Proto.Datagram
        {
            Sender = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
            FindNode = new Mesh.Kademlia.Wire.Proto.FindNode { Target = Google.Protobuf.ByteString.CopyFrom(new byte[20]) },
        };
        Assert.False(KadCodec.TryRead(Google.Protobuf.MessageExtensions.ToByteArray(bytes), out _, out var error));
        Assert.Equal("find_node.target has 20 bytes, an id has 32", error);
    }

    [Fact]
    public void Verdicts_have_the_numbers_of_the_schema() =>
        Assert.Equal(Enumerable.Range(0, 12), Enum.GetValues<StoreVerdict>().Select(v => (int)v));
}
