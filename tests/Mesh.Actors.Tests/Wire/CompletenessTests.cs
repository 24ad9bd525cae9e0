using System.Text.RegularExpressions;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Remote;
using Mesh.Selection;
using Mesh.Testing;
using Mesh.Testing.Generators;
using Mesh.Views;
using Mesh.Wire;
using P = Mesh.Wire.Proto;

namespace Mesh.Actors.Tests.Wire;

/// <summary>Nothing is forgotten: each message has its manifest, golden bytes, a row in the docs and a generator.</summary>
public sealed partial class CompletenessTests
{
    private static readonly string Docs = File.ReadAllText(SourceTree.PathOf("docs", "protocol.md"));

    public static TheoryData<string> Messages { get; } =
    [
        .. typeof(IWireMessage).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IWireMessage)) && !t.IsAbstract)
            .Select(t => t.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_has_manifest_golden_bytes_docs_and_generator(string type)
    {
        var message = typeof(IWireMessage).Assembly.GetType(type)!;

        Assert.True(WireCatalogue.ByType.TryGetValue(message, out var entry), $"{type} has no manifest");
        Assert.True(File.Exists(GoldenTests.FileOf(entry.Manifest)), $"{type} has no golden bytes");
        Assert.Contains(WireSamples.All, m => m.GetType() == message);
        Assert.True(WireGen.All.ContainsKey(message), $"{type} has no generator");
        Assert.True(
            Row(entry.Manifest, message.Name).IsMatch(Docs),
            $"docs/protocol.md has no row '| `{entry.Manifest}` | {message.Name} |'");
    }

    [Fact]
    public void Manifests_are_short_and_their_last_character_is_the_form() =>
        Assert.All(WireCatalogue.ByManifest.Keys, m => Assert.Matches("^[a-z]{2}[1-9]$", m));

    [Fact]
    public void Docs_and_golden_files_name_no_other_manifest()
    {
        var golden = Directory.GetFiles(Path.GetDirectoryName(GoldenTests.FileOf("x"))!, "*.hex")
            .Select(f => Path.GetFileNameWithoutExtension(f));
        var rows = AnyRow().Matches(Docs).Select(m => m.Groups[1].Value);

        Assert.Equal(WireCatalogue.ByManifest.Keys.Order(), golden.Order());
        Assert.Equal(WireCatalogue.ByManifest.Keys.Order(), rows.Order());
    }

    [Theory]
    [InlineData(typeof(InstanceStatus), typeof(P.InstanceStatus))]
    [InlineData(typeof(Standing), typeof(P.Standing))]
    [InlineData(typeof(HealthKind), typeof(P.HealthKind))]
    [InlineData(typeof(Consistency), typeof(P.Consistency))]
    [InlineData(typeof(ChangeKind), typeof(P.ChangeKind))]
    [InlineData(typeof(ZonePreference), typeof(P.ZonePreference))]
    [InlineData(typeof(RemoteState), typeof(P.RemoteState))]
    [InlineData(typeof(KeySpace), typeof(P.KeySpace))]
    [InlineData(typeof(LeaseVerb), typeof(P.LeaseVerb))]
    public void Enum_has_the_numbers_of_the_schema(Type ours, Type schema) => Assert.Equal(
        Enum.GetValues(ours).Cast<int>().Order(), Enum.GetValues(schema).Cast<int>().Order());

    private static Regex Row(string manifest, string name) =>
        new($@"^\| `{manifest}` \| {name} \|", RegexOptions.Multiline);

    [GeneratedRegex("^\\| `([a-z]{2}[0-9])` \\|", RegexOptions.Multiline)]
    private static partial Regex AnyRow();
}
