using System.Text.Json.Nodes;
using Mesh.Client;
using Mesh.Client.Declared;
using Mesh.Federation.Options;
using Mesh.Options;
using Mesh.Testing;

namespace Mesh.Node.Tests.Options;

/// <summary>The schema of appsettings.json in each package is what its classes of options are; with MESH_WRITE_OPTIONS=1 it is written.</summary>
public sealed class OptionSchemaTests
{
    [Fact]
    public void Schema_of_the_client_is_made_from_the_classes() =>
        Holds("Mesh.Client", OptionSchema.Of(OptionClass.Of<MeshClientOptions>(), OptionClass.Of<DeclaredInstanceOptions>()));

    [Fact]
    public void Schema_of_a_gateway_is_made_from_the_classes() =>
        Holds("Mesh.Federation", OptionSchema.Of(OptionClass.Of<GatewayOptions>()));

    [Fact]
    public void Schema_gives_type_bounds_and_meaning_of_an_option()
    {
        var schema = JsonNode.Parse(OptionSchema.Of(OptionClass.Of<MeshClientOptions>()))!;
        var mesh = schema["properties"]!["Mesh"]!["properties"]!;

        Assert.Equal("integer", (string)mesh["Port"]!["type"]!);
        Assert.Equal((0, 65_535), ((int)mesh["Port"]!["minimum"]!, (int)mesh["Port"]!["maximum"]!));
        Assert.Equal("array", (string)mesh["Seeds"]!["type"]!);
        Assert.Equal("object", (string)mesh["Tls"]!["type"]!);
        Assert.Contains("Nodes to join through", (string)mesh["Seeds"]!["description"]!, StringComparison.Ordinal);
    }

    private static void Holds(string project, string schema)
    {
        var file = SourceTree.PathOf("src", project, "ConfigurationSchema.json");
        if (Environment.GetEnvironmentVariable("MESH_WRITE_OPTIONS") == "1")
            File.WriteAllText(file, schema);

        Assert.Equal(schema, File.ReadAllText(file));
    }
}
