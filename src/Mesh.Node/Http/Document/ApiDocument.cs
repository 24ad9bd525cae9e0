using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mesh.Node.Http.Document;

/// <summary>
/// The OpenAPI document of the native API, from which clients are made: what the framework finds out by itself, and what it
/// cannot know. In version 3.0, which generators of all languages read.
/// </summary>
internal static class ApiDocument
{
    /// <summary>What the scheme of bearer tokens is called.</summary>
    public const string Bearer = "bearer";

    public static void AddTo(IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        o.AddSchemaTransformer(SchemaWords.CompleteAsync);
        o.AddOperationTransformer(RepeatableFilters.MayBeLeftOutAsync);
        o.AddOperationTransformer(OperationWords.CompleteAsync);
        o.AddDocumentTransformer(CompleteAsync);
    });

    private static Task CompleteAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Mesh",
            Description = "The native HTTP API of a node. Problems are RFC 9457; durations are texts such as 10s, 1m30s or PT10S.",
            Version = typeof(ApiDocument).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            License = new OpenApiLicense { Name = "Apache-2.0" },
        };
        // By whatever name and port it was asked.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of Mesh:Access:Tokens; a node without tokens asks for none.",
            },
        };
        document.Tags = new HashSet<OpenApiTag>(OperationNames.Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Meaning }));
        var reference = new OpenApiSecuritySchemeReference(Bearer, document);
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value))
        {
            if (operation.Responses?.ContainsKey(OperationWords.NoToken) is true)
                operation.Security = [new OpenApiSecurityRequirement(), new OpenApiSecurityRequirement { [reference] = [] }];
        }

        return Task.CompletedTask;
    }
}
