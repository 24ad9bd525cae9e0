using Mesh.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Samples.Migration;

/// <summary>The service once it has moved, wherever it came from: a node of the mesh itself. No beats, no watch to restart.</summary>
internal static class After
{
    /// <param name="seed">"host:port" of any node.</param>
    public static async Task RunAsync(string seed, CancellationToken cancellation)
    {
        using var host = await StartAsync(seed, mesh => mesh.Register("orders", 9001), cancellation);
        var client = host.Services.GetRequiredService<IMeshClient>();
        await foreach (var _ in client.Watch("orders", null, cancellation))
        {
            if (client.Pick("orders") is not { } found)
                continue;
            Console.WriteLine($"found {found.Instance.Host}:{found.Instance.Port}");
            break;
        }

        // It drains, and is taken off.
        await host.StopAsync(cancellation);
    }

    public static async Task<IHost> StartAsync(string seed, Action<MeshBuilder> configure, CancellationToken cancellation)
    {
        // Without the console's log: what a program here prints is its answer.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMesh(mesh => configure(mesh.WithSeeds(seed).WaitForReady()));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }
}
