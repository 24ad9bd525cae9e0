using Mesh.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Samples.Migration.Consul;

/// <summary>The service on its way: the mesh behind the calls that it made to Consul's client.</summary>
internal static class ConsulByAdapter
{
    /// <param name="seed">"host:port" of any node.</param>
    public static async Task RunAsync(string seed, CancellationToken cancellation)
    {
        using var host = await After.StartAsync(seed, static _ => { }, cancellation);
        var client = host.Services.GetRequiredService<IMeshClient>();
        var (agent, health) = (new MeshAgent(client), new MeshHealth(client));
        await agent.ServiceRegister("orders-1", "orders", "127.0.0.1", 9001, TimeSpan.FromSeconds(15), cancellation);
        await agent.PassTTL("orders", "orders-1", "", cancellation);
        await foreach (var _ in client.Watch("orders", null, cancellation))
        {
            if (health.Service("orders") is not [var found, ..])
                continue;
            Console.WriteLine($"found {found.Address}:{found.Port}");
            break;
        }

        await agent.ServiceDeregister("orders", "orders-1", cancellation);
        await host.StopAsync(cancellation);
    }
}
