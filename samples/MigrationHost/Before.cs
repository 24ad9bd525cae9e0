using Aspire.Hosting;

namespace Mesh.Samples.MigrationHost;

/// <summary>Who calls whom is said here, and each is told addresses when it starts.</summary>
internal static class Before
{
    public static void AddTo(IDistributedApplicationBuilder builder)
    {
        var orders = builder.AddProject("orders", "../Orders/Orders.csproj");
        builder.AddProject("storefront", "../Storefront/Storefront.csproj").WithReference(orders);
    }
}
