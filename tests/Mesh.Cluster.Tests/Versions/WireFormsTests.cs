using Akka.Actor;
using Akka.Configuration;
using Google.Protobuf;
using Mesh.Testing;
using Mesh.Testing.WireVersions;
using Mesh.Wire;

namespace Mesh.Cluster.Tests.Versions;

/// <summary>
/// Each manifest, those that are coded by hand included, as another version writes it: what this build knows of it arrives,
/// what it does not know is skipped, at whatever depth it stands.
/// </summary>
[Collection(WireTally.Users)]
public sealed class WireFormsTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "versions", ConfigurationFactory.ParseString(MeshSerializerHocon.Text + "\nakka.loglevel = WARNING"));

    private readonly MeshSerializer _present;

    public WireFormsTests() => _present = new MeshSerializer((ExtendedActorSystem)_system);

    /// <summary>The manifests of this build.</summary>
    public static TheoryData<string> Manifests { get; } = [.. WireCatalogue.ByManifest.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Version and manifest of what earlier builds wrote; these files are only ever added.</summary>
    public static TheoryData<string, string> Written { get; } = [];

    static WireFormsTests()
    {
        foreach (var file in Directory.GetFiles(SourceTree.PathOf("tests", "Mesh.Cluster.Tests", "Versions", "Written"), "*.txt"))
        {
            foreach (var line in File.ReadLines(file))
                Written.Add(Path.GetFileNameWithoutExtension(file), line.Split(' ')[0]);
        }
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Every_manifest_has_its_message_in_the_schema() => Assert.Equal(
        WireCatalogue.ByManifest.Keys.Order(StringComparer.Ordinal), WireSchema.Messages.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Written))]
    public void Message_as_an_earlier_version_wrote_it_is_read_with_all_that_it_says(string version, string manifest)
    {
        var bytes = Convert.FromHexString(File
            .ReadLines(SourceTree.PathOf("tests", "Mesh.Cluster.Tests", "Versions", "Written", version + ".txt"))
            .Single(l => l.StartsWith(manifest + " ", StringComparison.Ordinal)).Split(' ')[1]);

        var again = _present.ToBinary(_present.FromBinary(bytes, manifest));

        Assert.Superset(FieldsOf(manifest, bytes), FieldsOf(manifest, again));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Message_of_a_newer_version_is_read_here_without_what_is_not_known(string manifest)
    {
        var golden = Golden(manifest);
        var newer = NewerSerializer.Form.Rewrite(manifest, golden);
        Assert.True(newer.Length > golden.Length);

        var read = _present.FromBinary(newer, manifest);

        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(_present.ToBinary(read)));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Message_of_a_newer_version_is_read_by_an_older_one_as_if_this_one_had_sent_it(string manifest)
    {
        var older = new OlderSerializer((ExtendedActorSystem)_system);
        var (now, newer) = (Golden(manifest), NewerSerializer.Form.Rewrite(manifest, Golden(manifest)));
        if (!OlderSerializer.HasManifest(manifest))
        {
            Assert.Throws<InvalidOperationException>(() => older.FromBinary(newer, manifest));
            return;
        }

        var read = older.FromBinary(newer, manifest);

        Assert.Equal(Convert.ToHexString(older.Write(manifest, now)), Convert.ToHexString(older.ToBinary(read)));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Message_of_an_older_version_is_read_here(string manifest)
    {
        if (!OlderSerializer.HasManifest(manifest))
            return;
        var bytes = OlderSerializer.Form.Rewrite(manifest, Golden(manifest));

        var read = _present.FromBinary(bytes, manifest);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(_present.ToBinary(read)));
    }

    private static byte[] Golden(string manifest) => GoldenFile.BytesOf(GoldenFile.Read(
        SourceTree.PathOf("tests", "Mesh.Actors.Tests", "Wire", "Golden", manifest + ".hex"), manifest));

    private static HashSet<string> FieldsOf(string manifest, byte[] bytes) =>
        [.. SchemaFields.SetIn((IMessage)WireSchema.Messages[manifest].Parser.ParseFrom(bytes))];
}
