using System.Text;
using System.Text.Json.Nodes;
using Mesh.Node.Tests.Support;
using Microsoft.OpenApi;

namespace Mesh.Node.Tests.Http;

/// <summary>The OpenAPI document, from which clients are made.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Document_is_valid()
    {
        var bytes = Encoding.UTF8.GetBytes((await ReadAsync()).ToJsonString());
        using var stream = new MemoryStream(bytes);
        var read = await OpenApiDocument.LoadAsync(stream, "json");
        Assert.Empty(read.Diagnostic!.Errors.Select(e => e.ToString()));
        Assert.Empty(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(e => e.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_0, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_a_tag_and_a_summary()
    {
        var operations = Operations(await ReadAsync()).ToArray();
        Assert.All(operations, o => Assert.True(o.Call["operationId"] is not null, $"{o.Path} has no name"));
        Assert.Equal(operations.Length, operations.Select(o => (string)o.Call["operationId"]!).Distinct().Count());
        Assert.All(operations, o => Assert.Single(o.Call["tags"]!.AsArray()));
        Assert.All(operations, o => Assert.NotEmpty((string)o.Call["summary"]!));
        Assert.All(
            operations.Where(o => o.Method is "get" or "delete"), o => Assert.Null(o.Call["requestBody"]));
        Assert.All(
            operations.Where(o => o.Call["requestBody"] is not null && o.Path != "/mesh/v1/snapshot"),
            o => Assert.Equal(["application/json"], o.Call["requestBody"]!["content"]!.AsObject().Select(c => c.Key)));
    }

    [Fact]
    public async Task Only_what_asks_for_a_token_names_the_scheme()
    {
        var document = await ReadAsync();
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!);
        foreach (var (path, _, call) in Operations(document))
            Assert.Equal(path is not ("/healthz" or "/readyz"), call["security"]?.ToJsonString().Contains("bearer", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Numbers_are_numbers_and_closed_sets_are_listed()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!;
        Assert.Equal("integer", (string)schemas["InstanceModel"]!["properties"]!["port"]!["type"]!);
        Assert.Equal("integer", (string)schemas["RegisterBody"]!["properties"]!["port"]!["type"]!);
        Assert.Null(schemas["InstanceModel"]!["properties"]!["port"]!["pattern"]);
        Assert.Equal(["host", "port"], schemas["RegisterBody"]!["required"]!.AsArray().Select(r => (string)r!).Order());
        Assert.Contains("claim", schemas["InstanceModel"]!["required"]!.AsArray().Select(r => (string)r!));
        Assert.DoesNotContain("check", schemas["InstanceModel"]!["required"]!.AsArray().Select(r => (string)r!));
        Assert.Equal(
            ["critical", "draining", "passing", "starting", "warning"],
            schemas["InstanceModel"]!["properties"]!["status"]!["enum"]!.AsArray().Select(r => (string)r!).Order());
        Assert.Equal("10.0.0.5", (string)schemas["RegisterBody"]!["example"]!["host"]!);
    }

    private static async Task<JsonNode> ReadAsync()
    {
        await using var node = await TestNode.StartAsync();
        return JsonNode.Parse(await node.Http.GetStringAsync("/openapi/v1.json"))!;
    }

    private static IEnumerable<(string Path, string Method, JsonNode Call)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(m => (p.Key, m.Key, m.Value!)));
}
