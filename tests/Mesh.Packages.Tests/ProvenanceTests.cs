using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Mesh.Testing;

namespace Mesh.Packages.Tests;

/// <summary>From which sources a package was made: said where it is known, and nothing of the machine that made it.</summary>
[Collection(nameof(PackedFeed))]
public sealed class ProvenanceTests(PackedFeed packed)
{
    public static TheoryData<string, string> Assemblies()
    {
        string[] embedded =
        [
            "Mesh.Core", "Mesh.Kademlia", "Mesh.Actors", "Mesh.Federation", "Mesh.Client", "Mesh.Grpc", "Mesh.ServiceDiscovery", "Mesh.Yarp",
            "Mesh.Discovery", "Mesh.Client.Testing",
        ];
        var all = new TheoryData<string, string> { { "Mesh.Dashboard", "net10.0" }, { "Mesh.Aspire.Hosting", "net10.0" } };
        foreach (var package in embedded)
        {
            all.Add(package, "net8.0");
            all.Add(package, "net10.0");
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_is_the_same_whenever_it_is_compiled_from_the_same_sources(string package, string framework)
    {
        using var image = new PEReader(packed.Read(package, $"lib/{framework}/{package}.dll"));

        Assert.Contains(image.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.Reproducible);
    }

    /// <summary>What is published is built with CI=true; elsewhere a debugger takes the sources from where they are.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Symbols_name_the_folder_of_the_sources_only_where_they_were_not_built_to_be_published(string package, string framework)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbImage(packed.Read(package, $"lib/{framework}/{package}.pdb", "snupkg"));
        var reader = symbols.GetMetadataReader();
        var documents = reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name)).ToArray();
        var ofThisMachine = documents.Count(d => d.StartsWith(SourceTree.PathOf(), StringComparison.Ordinal));

        Assert.NotEmpty(documents);
        Assert.Equal(Environment.GetEnvironmentVariable("CI") == "true", ofThisMachine == 0);
    }

    [Theory]
    [InlineData("Mesh.Core")]
    [InlineData("Mesh.Client")]
    [InlineData("Mesh.Node")]
    public void Package_names_no_address_of_the_repository_where_none_was_given(string package) =>
        Assert.All(Repositories(packed.Nuspec(package)), r => Assert.Null(r.Attribute("url")));

    [Fact]
    public async Task Package_names_the_address_of_the_repository_that_was_given()
    {
        var place = packed.Outside("with-address");

        await packed.DotnetAsync(
            SourceTree.PathOf(), "pack", "src/Mesh.Core", "-c", "Release", "--no-build", "--nologo", "-v", "q", "-o", place,
            "-p:RepositoryUrl=https://example.com/mesh.git");

        using var package = System.IO.Compression.ZipFile.OpenRead(Directory.EnumerateFiles(place, "*.nupkg").Single());
        using var nuspec = new StreamReader(package.GetEntry("Mesh.Core.nuspec")!.Open());
        Assert.Equal("https://example.com/mesh.git", Assert.Single(Repositories(await nuspec.ReadToEndAsync())).Attribute("url")?.Value);
    }

    private static IEnumerable<XElement> Repositories(string nuspec) => XDocument.Parse(nuspec).Descendants().Where(e => e.Name.LocalName == "repository");
}
