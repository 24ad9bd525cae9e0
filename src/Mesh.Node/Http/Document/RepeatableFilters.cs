using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mesh.Node.Http.Document;

/// <summary>
/// Parameters that can be repeated may also be left out: the framework binds an empty array then, and describes them as
/// required all the same, so that clients made from the document could not leave them out.
/// </summary>
internal static class RepeatableFilters
{
    public static Task MayBeLeftOutAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In is ParameterLocation.Query && parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) is true)
                parameter.Required = false;
        }

        return Task.CompletedTask;
    }
}
