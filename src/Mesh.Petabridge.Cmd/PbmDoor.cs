using Akka.Actor;
using Akka.Configuration;
using Mesh.Client;
using Microsoft.Extensions.Hosting;
using Petabridge.Cmd.Host;

namespace Mesh.Pbm;

/// <summary>
/// The pbm host of a stand-alone node, in an ActorSystem of its own: it stays when that of the mesh starts again.
/// </summary>
internal sealed class PbmDoor(IMeshClient client, IMeshInspector inspector, string host, int port) : IHostedService
{
    private ActorSystem? _system;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = ConfigurationFactory.ParseString(
            $"petabridge.cmd {{ host = \"{host}\", port = {port}, log-palettes-on-startup = off }}");
        _system = ActorSystem.Create("pbm", settings);
        PetabridgeCmd.Get(_system).RegisterMesh(client, inspector).Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _system?.Terminate() ?? Task.CompletedTask;
}
