using Mesh.Testing;

namespace Mesh.Actors.Tests.Wire;

/// <summary>
/// The bytes of each manifest as they were when it was introduced. After an intended change of the form (which must be
/// one that older nodes can read): MESH_GOLDEN=write dotnet test --filter GoldenTests, and look at the difference.
/// </summary>
public sealed class GoldenTests(WireFixture wire) : IClassFixture<WireFixture>
{
    public static TheoryData<string> Messages { get; } = [.. WireSamples.All.Select(m => m.GetType().FullName!)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_has_the_golden_bytes_and_is_read_from_them(string type)
    {
        var message = WireSamples.All.Single(m => m.GetType().FullName == type);
        var manifest = wire.Serializer.Manifest(message);

        var golden = GoldenFile.Read(FileOf(manifest), manifest, () => wire.Write(message));

        Assert.Equal(golden, GoldenFile.TextOf(wire.Write(message)));
        Assert.Equal(MessageText.Of(message), MessageText.Of(wire.Read(GoldenFile.BytesOf(golden), manifest)));
    }

    internal static string FileOf(string manifest) =>
        SourceTree.PathOf("tests", "Mesh.Actors.Tests", "Wire", "Golden", manifest + ".hex");
}
