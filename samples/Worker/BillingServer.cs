using System.Net;
using System.Net.Sockets;
using System.Text;
using Mesh.Client;
using Microsoft.Extensions.Hosting;

namespace Mesh.Samples.Worker;

/// <summary>Tells whoever connects which instance of "orders" it would call, in one line.</summary>
internal sealed class BillingServer(IMeshClient mesh, int port) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        while (true)
        {
            using var caller = await listener.AcceptTcpClientAsync(stoppingToken);
            var line = mesh.Pick("orders") is { } orders ? $"orders at {orders.Host}:{orders.Port}\n" : "no orders\n";
            await caller.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line), stoppingToken);
        }
    }
}
