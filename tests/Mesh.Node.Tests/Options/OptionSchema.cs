using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mesh.Options;

namespace Mesh.Node.Tests.Options;

/// <summary>What editors know of the section "Mesh" of an appsettings.json, made from classes of options.</summary>
internal static class OptionSchema
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(params IEnumerable<OptionClass> classes)
    {
        var schema = new JsonObject
        {
            ["definitions"] = new JsonObject
            {
                ["logLevel"] = new JsonObject
                {
                    ["properties"] = new JsonObject { ["Mesh"] = new JsonObject { ["$ref"] = "#/definitions/logLevelThreshold" } },
                },
            },
            ["type"] = "object",
            ["properties"] = new JsonObject { [OptionNames.Root] = Node(OptionTree.Of(classes).Root) },
        };
        return schema.ToJsonString(Written) + "\n";
    }

    private static JsonObject Node(OptionNode node)
    {
        var said = new JsonObject();
        switch (node.Shape)
        {
            case OptionShape.Section:
                Objects(said, node);
                break;
            case OptionShape.Value:
                Value(said, node, node.IsFileOfSecret ? null : node.Property);
                break;
            case OptionShape.Values:
                said["type"] = "array";
                said["items"] = Value([], node, null);
                break;
            case OptionShape.Map:
                said["type"] = "object";
                said["additionalProperties"] = Value([], node, null);
                break;
            default:
                // A list, or a map whose keys are only for the reader.
                said["type"] = new JsonArray("array", "object");
                said["items"] = Objects([], node);
                said["additionalProperties"] = Objects([], node);
                break;
        }

        if (Meaning(node) is { Length: > 0 } meaning)
            said["description"] = meaning;
        return said;
    }

    private static JsonObject Objects(JsonObject said, OptionNode node)
    {
        said["type"] = "object";
        said["properties"] = new JsonObject(node.Children.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Name, Node(c))));
        return said;
    }

    private static JsonObject Value(JsonObject said, OptionNode node, PropertyInfo? property)
    {
        var type = Nullable.GetUnderlyingType(node.Type) ?? node.Type;
        var isSize = property?.GetCustomAttribute<ByteSizeAttribute>() is not null;
        said["type"] = type == typeof(bool) ? "boolean"
            : isSize ? new JsonArray("integer", "string")
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(double) ? "number"
            : "string";
        if (type.IsEnum)
            said["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => (JsonNode)n)]);
        if (property?.GetCustomAttribute<RangeAttribute>() is { } range && range.OperandType != typeof(TimeSpan))
        {
            said["minimum"] = Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
            said["maximum"] = Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture);
        }

        if (property?.GetCustomAttribute<StringLengthAttribute>() is { } length)
            said["maxLength"] = length.MaximumLength;
        return said;
    }

    private static string Meaning(OptionNode node) => node.IsFileOfSecret ? $"A file that holds {node.Property!.Name} instead."
        : node.Property is { } property ? string.Join(' ', new[] { OptionDoc.Summary(property), OptionDoc.Value(property) }.Where(t => t.Length > 0))
        : "";
}
