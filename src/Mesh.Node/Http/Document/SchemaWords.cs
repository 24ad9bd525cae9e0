using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mesh.Palette.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mesh.Node.Http.Document;

/// <summary>What is required, which texts a field may have, and an example of each body.</summary>
internal static class SchemaWords
{
    /// <summary>What clients send: of these only what is named here is required.</summary>
    private static readonly Dictionary<Type, string[]> Bodies = new()
    {
        [typeof(RegisterBody)] = ["host", "port"],
        [typeof(StatusBody)] = ["status"],
        [typeof(AddressBody)] = [],
        [typeof(RenewBody)] = [],
        [typeof(PolicyModel)] = [],
        [typeof(CheckModel)] = [],
    };

    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(RegisterBody)] = """{ "host": "10.0.0.5", "port": 8080, "tags": ["blue"], "ttl": "10s" }""",
        [typeof(StatusBody)] = """{ "status": "critical", "reason": "its disk is being replaced" }""",
        [typeof(AddressBody)] = """{ "address": "10.0.0.5:4053" }""",
        [typeof(RenewBody)] = """{ "status": "passing" }""",
        [typeof(PolicyModel)] = """{ "policy": "weighted", "zonePreference": "prefer", "failOpen": 0.5, "shares": { "version=2": 10 } }""",
        [typeof(CheckModel)] = """{ "http": "http://10.0.0.5:8080/health", "interval": "10s", "timeout": "2s" }""",
    };

    public static Task CompleteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonPropertyInfo is { } property)
        {
            if (ValueWords.OfField(property.DeclaringType, property.Name) is { } values && schema.Type is not null)
                schema.Enum = Nodes(values, schema.Type.Value.HasFlag(JsonSchemaType.Null));
            return Task.CompletedTask;
        }

        var type = context.JsonTypeInfo.Type;
        if (Examples.TryGetValue(type, out var example))
        {
#pragma warning disable CS0618 // Version 3.0 has one example; the list that shall be used is written from 3.1 on.
            schema.Example = JsonNode.Parse(example);
#pragma warning restore CS0618
        }
        if (type.Assembly == typeof(RegisterBody).Assembly && schema.Properties is { } fields)
            Complete(schema, fields, type, context);
        return Task.CompletedTask;
    }

    public static IList<JsonNode> Nodes(string[] values, bool orNull = false)
    {
        var nodes = values.Select(v => (JsonNode)JsonValue.Create(v)!).ToList();
        if (orNull)
            nodes.Add(null!);
        return nodes;
    }

    private static void Complete(
        OpenApiSchema schema, IDictionary<string, IOpenApiSchema> fields, Type type, OpenApiSchemaTransformerContext context)
    {
        schema.Required = Bodies.TryGetValue(type, out var required)
            ? new HashSet<string>(required)
            : [.. context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(p => p.Name).Where(fields.ContainsKey)];
        foreach (var name in required ?? [])
        {
            // Said by a fault of ours when it is missing, so that it is nullable where bodies are read.
            if (fields[name] is OpenApiSchema { Type: { } kinds } field)
                (field.Type, field.Enum) = (kinds & ~JsonSchemaType.Null, field.Enum?.Where(n => n is not null).ToList());
        }
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is not [JsonIgnoreAttribute { Condition: not JsonIgnoreCondition.Never }];
}
