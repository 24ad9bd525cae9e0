using Mesh.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Embeds a mesh node in an application.</summary>
public static class MeshHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds a node of the mesh: <c>builder.AddMesh(m => m.WithSeeds("10.0.0.1:4053").Register("orders", port: 8080))</c>.
    /// </summary>
    public static TBuilder AddMesh<TBuilder>(this TBuilder builder, Action<MeshBuilder>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMesh(configure);
        return builder;
    }
}
