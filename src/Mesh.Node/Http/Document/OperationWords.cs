using Mesh.Node.Access;
using Mesh.Node.Http.Answers;
using Mesh.Node.Snapshots;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mesh.Node.Http.Document;

/// <summary>Names, headers, kinds of values, and refusals of the operations.</summary>
internal static class OperationWords
{
    /// <summary>Only what asks for a token answers so.</summary>
    public const string NoToken = "401";

    private const string Forbidden = "403";

    /// <summary>What answers so takes a condition.</summary>
    private const string Unmet = "412";

    public static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (OperationNames.Of(context.Description.HttpMethod, context.Description.RelativePath) is { } name)
        {
            operation.OperationId = name.Id;
            operation.Tags = new HashSet<OpenApiTagReference> { new(name.Tag) };
        }

        // Taken, for curl calls its bodies forms, but not to be sent.
        (operation.RequestBody as OpenApiRequestBody)?.Content?.Remove(ApiAnswer.Any);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            Complete(parameter);
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRequirement>().LastOrDefault() is { } needs
            && needs != AccessRequirement.Public)
        {
            Refuse(operation, NoToken, "No token, or one that the node does not know");
            Refuse(operation, Forbidden, "The token does not allow it");
        }

        AddPreconditions(operation);
        return Task.CompletedTask;
    }

    private static void Complete(OpenApiParameter parameter)
    {
        if (parameter.Schema is not OpenApiSchema schema || parameter.In is not ParameterLocation.Query || parameter.Name is null)
            return;
        schema.Enum = ValueWords.OfQuery(parameter.Name) is { } values ? SchemaWords.Nodes(values) : schema.Enum;
        // All are taken as text, so that a refusal can show what came; to be sent is what it says.
        (schema.Type, schema.Format) = parameter.Name switch
        {
            "count" => (JsonSchemaType.Integer, "int32"),
            "since" => (JsonSchemaType.Integer, "int64"),
            "all" or SnapshotDoor.OtherMesh => (JsonSchemaType.Boolean, null),
            _ => (schema.Type, schema.Format),
        };
        parameter.Description ??= parameter.Name switch
        {
            "deadline" => "How long to wait, such as 10s",
            "tag" => "Only instances with all of these tags",
            "zone" => "Only instances in this zone",
            "version" => "Only instances of this version",
            "since" => "Go on after this revision",
            "key" => "Equal keys are given the same instance",
            "count" => "How many instances, 1 unless given",
            SnapshotDoor.OtherMesh => "Load it though it is of a mesh of another name",
            _ => null,
        };
    }

    private static void Refuse(OpenApiOperation operation, string status, string meaning)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd(status, new OpenApiResponse { Description = meaning });
    }

    private static void AddPreconditions(OpenApiOperation operation)
    {
        if (operation.Responses?.ContainsKey(Unmet) is not true)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(Header("If-Match", "Only while the instance has this claim, as ETag shows it"));
        if (operation.OperationId == "registerInstance")
            operation.Parameters.Add(Header("If-None-Match", "*: only while there is no such instance"));
    }

    private static OpenApiParameter Header(string name, string meaning) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
