using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Wire;
using Mesh.Testing;
using Mesh.Testing.Overlay;

namespace Mesh.Kademlia.Tests;

/// <summary>
/// The bytes of each kind of datagram as they were when it was introduced: gateways of other meshes may be of any version.
/// After an intended change of the form (one that older gateways can read): MESH_GOLDEN=write.
/// </summary>
public sealed class KadGoldenTests
{
    private static readonly string[] Names =
        [.. typeof(KadMessage).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(KadMessage)) && !t.IsAbstract).Select(t => t.Name)];

    public static TheoryData<string> Kinds { get; } = [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Datagram_has_the_golden_bytes_and_is_read_from_them(string kind)
    {
        var message = KadSamples.All.SingleOrDefault(m => m.GetType().Name == kind);
        Assert.True(message is not null, $"there is no sample of {kind}");

        var golden = GoldenFile.Read(KadSamples.FileOf(kind), kind, () => KadCodec.Write(message));

        Assert.Equal(golden, GoldenFile.TextOf(KadCodec.Write(message)));
        Assert.True(KadCodec.TryRead(GoldenFile.BytesOf(golden), out var read, out var error), error);
        Assert.Equal(message.GetType(), read.GetType());
        // Records compare lists by reference; equal messages have equal bytes.
        Assert.Equal(golden, GoldenFile.TextOf(KadCodec.Write(read)));
    }

    [Fact]
    public void There_is_no_golden_file_without_a_message() => Assert.Equal(
        Names.Order(),
        Directory.GetFiles(Path.GetDirectoryName(KadSamples.FileOf("x"))!).Select(f => Path.GetFileNameWithoutExtension(f)).Order());
}
