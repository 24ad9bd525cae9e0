using System.IO.Compression;
using System.Text;
using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Snapshots;
using Mesh.Testing;

namespace Mesh.Node.Tests.Snapshots;

public sealed class SnapshotFormTests
{
    private static readonly SnapshotContent Content = new(
        "shop",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        [Instance("a"), Instance("b/ü")],
        [
            new() { Slot = KeySlot.OfEntry(Octets.Wrap([0, 0xff, 10])), Value = Octets.Wrap([13, 10, 0]), Flags = ulong.MaxValue },
            new() { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Value = Octets.Utf8("v"), Lease = 7 },
        ],
        [new() { Slot = KeySlot.OfLease(7), Ttl = 60 }]);

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(Read(SnapshotWriting.Write(Content), out var read, out _));
        Assert.Equal((Content.MeshName, Content.TakenAt), (read!.MeshName, read.TakenAt));
        Assert.Equal(Content.Instances, read.Instances);
        Assert.Equal(Content.Entries, read.Entries);
        Assert.Equal(Content.Leases, read.Leases);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "has the form 2, known here is 1")]
    [InlineData("\"mesh\":\"snapshot\"", "\"mesh\":\"other\"", "is none: its first line is not the header of one")]
    [InlineData("\"instances\":2", "\"instances\":3", "is damaged: its checksum is another")]
    [InlineData("{\"entry\":\"k\"", "{\"thing\":\"k\"", "is damaged: line 6 is no record that is known here")]
    [InlineData("{\"lease\"", "lease", "is damaged: line 4 is not JSON")]
    public void Snapshot_that_was_changed_is_refused_with_the_reason(string from, string to, string fault)
    {
        var text = Unpack(SnapshotWriting.Write(Content));
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.False(Read(Pack(text.Replace(from, to, StringComparison.Ordinal)), out var read, out var found));
        Assert.Null(read);
        Assert.Equal(fault, found);
    }

    [Fact]
    public void Snapshot_that_goes_on_or_is_cut_off_is_refused()
    {
        var text = Unpack(SnapshotWriting.Write(Content));
        Assert.False(Read(Pack(text + "{}\n"), out _, out var fault));
        Assert.Equal("goes on after its checksum", fault);
        Assert.False(Read(Pack(text[..^70]), out _, out fault));
        Assert.Equal("is cut off after line 6", fault);
        Assert.False(Read([], out _, out fault));
        Assert.Equal("is cut off after line 0", fault);
        Assert.False(Read(Encoding.UTF8.GetBytes("no gzip at all"), out _, out fault));
        Assert.Equal("is not compressed by gzip", fault);
    }

    [Fact]
    public void Damage_of_any_byte_is_found_or_without_effect()
    {
        var whole = SnapshotWriting.Write(Content);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var bytes = whole.ToArray();
            bytes[at] = value;
            return !Read(bytes, out var read, out _) || (read!.Entries.SequenceEqual(Content.Entries) && read.Instances.SequenceEqual(Content.Instances));
        });
    }

    [Fact]
    public void Cut_at_any_byte_is_found() => Assert.All(
        Enumerable.Range(0, SnapshotWriting.Write(Content).Length - 30),
        length => Assert.False(Read(SnapshotWriting.Write(Content)[..length], out _, out _)));

    private static bool Read(byte[] bytes, out SnapshotContent? content, out string fault)
    {
        using var stream = new MemoryStream(bytes);
        return SnapshotReading.TryRead(stream, out content, out fault);
    }

    private static string Unpack(byte[] bytes)
    {
        using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        return reader.ReadToEnd();
    }

    private static byte[] Pack(string text)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static ServiceInstance Instance(string id) => TestCatalog.Instance("orders", id) with { Life = Lifetime.Floating, Claim = 5 };
}
