using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Links;
using Mesh.Membership;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Links;

/// <summary>An ActorSystem with the mesh's transport, an echo, and its warnings; terms as a node of the mesh has them.</summary>
internal sealed class LinkSystem : IAsyncDisposable
{
    private readonly List<string> _warnings = [];

    private LinkSystem(ActorSystem system)
    {
        System = system;
        system.ActorOf(Props.Create(() => new Echo()), "echo");
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Sink(_warnings))), typeof(Warning));
        Provider = (Akka.Remote.IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
        Address = OwnerAddress.Text(Provider.DefaultAddress);
    }

    public ActorSystem System { get; }

    public Akka.Remote.IRemoteActorRefProvider Provider { get; }

    public string Address { get; }

    public int Port => HostPort.PortOf(Address)!.Value;

    public LinkGreeter Greeter => LinkGreeter.Of(System, TimeProvider.System);

    public string[] Warnings
    {
        get
        {
            lock (_warnings)
                return [.. _warnings];
        }
    }

    public static LinkSystem Start(string host = "127.0.0.1", MeshTlsOptions? tls = null, string mesh = "mesh", string more = "")
    {
        var options = new MeshOptions { Host = host, MeshName = mesh, MaxFrameBytes = 1024 * 1024, Tls = tls ?? new() };
        var config = ConfigurationFactory
            .ParseString("akka.stdout-loglevel = OFF\nakka.loglevel = WARNING\nakka.loggers = []\n" + more)
            .WithFallback(MeshHocon.For(options));
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), MeshLogFilter.Setup);
        if (MeshTransportSetup.Of(options.Tls) is { } certificates)
            setup = setup.And(certificates);
        return new LinkSystem(ActorSystem.Create("mesh", setup));
    }

    /// <summary>Sends a number there and takes it back.</summary>
    public Task<string> EchoAsync(LinkSystem other, string text) =>
        System.ActorSelection($"{other.Provider.DefaultAddress}/user/echo").Ask<string>(text, Patience.Limit);

    public async ValueTask DisposeAsync() => await System.Terminate();

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(m => Sender.Tell(m));
    }

    private sealed class Sink : ReceiveActor
    {
        public Sink(List<string> warnings) => Receive<Warning>(w =>
        {
            lock (warnings)
                warnings.Add($"{w.Message}");
        });
    }
}
