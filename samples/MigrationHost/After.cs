using Aspire.Hosting;
using Mesh.Aspire.Hosting;

namespace Mesh.Samples.MigrationHost;

/// <summary>Each is told where the mesh is, and finds the others, how many they are, by it.</summary>
internal static class After
{
    public static void AddTo(IDistributedApplicationBuilder builder)
    {
        var mesh = builder.AddMesh("mesh");
        builder.AddProject("orders", "../Orders/Orders.csproj").WithReference(mesh).WaitFor(mesh);
        builder.AddProject("storefront", "../Storefront/Storefront.csproj").WithReference(mesh).WaitFor(mesh);
    }
}
