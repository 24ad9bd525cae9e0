using Mesh.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Samples.Migration.Eureka;

/// <summary>The service on its way: the mesh behind the discovery client of Steeltoe.</summary>
internal static class EurekaByAdapter
{
    /// <param name="seed">"host:port" of any node.</param>
    public static async Task RunAsync(string seed, CancellationToken cancellation)
    {
        using var host = await After.StartAsync(seed, mesh => mesh.Register("orders", 9001), cancellation);
        var client = host.Services.GetRequiredService<IMeshClient>();
        var discovery = new MeshDiscoveryClient(client);
        await foreach (var _ in client.Watch("orders", null, cancellation))
        {
            if (await discovery.GetInstancesAsync("ORDERS", cancellation) is not [var found, ..])
                continue;
            Console.WriteLine($"found {found.Uri.Authority}");
            break;
        }

        await host.StopAsync(cancellation);
    }
}
