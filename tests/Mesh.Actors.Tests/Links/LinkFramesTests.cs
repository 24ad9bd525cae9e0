using System.Buffers;
using System.Text;
using CsCheck;
using Mesh.Links;

namespace Mesh.Actors.Tests.Links;

public class LinkFramesTests
{
    [Fact]
    public void Hello_and_messages_come_out_as_they_went_in_however_they_are_cut() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300].Array[0, 5], Gen.Int[1, 64]).Sample((hello, messages, cut) =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            bytes.Write(LinkFrames.Hello(LinkFrames.CallerMark, hello));
            foreach (var message in messages)
                LinkFrames.Put(bytes, message);
            var (heard, taken) = Read(bytes.WrittenSpan.ToArray(), cut);

            Assert.Equal(hello, heard);
            Assert.Equal(messages, taken);
        });

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "begins with 'GET.'")]
    [InlineData("G", "begins with 'G'")]
    [InlineData("MSHa", "begins with 'MSHa'")]
    [InlineData("\u0016\u0003\u0001", "begins with a TLS handshake")]
    [InlineData("MSHc\u0001\0\0\0", "hello has 16777216 bytes")]
    public void What_is_no_hello_is_found_out_by_its_first_bytes(string text, string expected)
    {
        var come = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text));

        var fault = Assert.Throws<LinkException>(() => LinkFrames.TryTakeHello(ref come, LinkFrames.CallerMark, out _));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0026\0\0\0\u0012", true)]
    [InlineData("\u0001\u0001\0\0", true)]
    [InlineData("\0\0\0\0", false)]
    [InlineData("\0\0\0\u0026", false)]
    [InlineData("\u0016\u0003\u0001\0", false)]
    [InlineData("GET ", false)]
    public void Akkas_own_transport_is_told_by_the_length_that_it_begins_with(string text, bool expected)
    {
        var come = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text));

        Assert.Equal(expected, Assert.Throws<LinkException>(() => LinkFrames.TryTakeHello(ref come, LinkFrames.CallerMark, out _)).IsOfAkka);
    }

    [Fact]
    public void Message_that_is_too_long_is_found_out_by_its_length()
    {
        var come = new ReadOnlySequence<byte>([0, 0, 4, 1]);

        var fault = Assert.Throws<LinkException>(() => LinkFrames.TryTake(ref come, 1_024, out _));

        Assert.Contains("1025 bytes, at most 1024", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_with_the_highest_bit_is_too_long_and_not_negative()
    {
        var come = new ReadOnlySequence<byte>([255, 255, 255, 255]);

        Assert.Throws<LinkException>(() => LinkFrames.TryTake(ref come, int.MaxValue, out _));
    }

    [Fact]
    public void Hello_that_nobody_would_read_is_not_written() =>
        Assert.Throws<LinkException>(() => LinkFrames.Hello(LinkFrames.AnswerMark, new byte[LinkFrames.LongestHello + 1]));

    private static (byte[] Hello, List<byte[]> Messages) Read(byte[] bytes, int cut)
    {
        byte[]? hello = null;
        List<byte[]> messages = [];
        byte[] held = [];
        foreach (var part in bytes.Chunk(cut))
        {
            held = [.. held, .. part];
            var come = new ReadOnlySequence<byte>(held);
            if (hello is null && LinkFrames.TryTakeHello(ref come, LinkFrames.CallerMark, out var heard))
                hello = heard;
            while (hello is not null && LinkFrames.TryTake(ref come, 300, out var message))
                messages.Add(message);
            held = come.ToArray();
        }

        Assert.Empty(held);
        return (hello!, messages);
    }
}
