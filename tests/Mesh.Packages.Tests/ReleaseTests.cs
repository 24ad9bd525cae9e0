using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Testing;

namespace Mesh.Packages.Tests;

/// <summary>What the release command makes beside the packages.</summary>
[Collection(nameof(PackedFeed))]
public sealed class ReleaseTests(PackedFeed packed)
{
    [Fact]
    public void Bill_of_materials_names_what_the_node_stands_on_in_the_versions_that_it_was_compiled_with()
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(packed.Feed, "*.cdx.json").Single()));
        var components = bill.RootElement.GetProperty("components").EnumerateArray()
            .Select(c => $"{c.GetProperty("name")}/{c.GetProperty("version")}").ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal(packed.VersionOf("Mesh.Node"), bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString());
        Assert.Empty(AssetsFile.Of("Mesh.Node").Packages().Except(components, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Sum_of_each_file_is_told()
    {
        var told = File.ReadAllLines(Path.Combine(packed.Feed, "SHA256SUMS")).Select(l => l.Split("  ")).ToDictionary(l => l[1], l => l[0]);
        var files = Directory.GetFiles(packed.Feed).Where(f => Path.GetFileName(f) != "SHA256SUMS").ToDictionary(
            f => Path.GetFileName(f)!, f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f))));

        Assert.Equal(files.OrderBy(f => f.Key, StringComparer.Ordinal), told.OrderBy(t => t.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("'--fast' is not understood", "--fast")]
    [InlineData("must be empty", ".config")]
    public async Task What_cannot_be_is_told_before_anything_is_made(string expected, string argument)
    {
        var (code, output) = await PackedFeed.TryRunAsync("bash", SourceTree.PathOf(), "release.sh", argument);

        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
