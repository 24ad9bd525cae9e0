using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using Mesh.Hosting;
using Mesh.Links;

namespace Mesh.Trials.Transport;

/// <summary>Two ActorSystems on loopback that talk over one transport, with the settings that a node has.</summary>
internal sealed class TransportPair : IAsyncDisposable
{
    private const string Common = """
        akka.actor.provider = remote
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    /// <summary>What the actors of a node run on, for these too.</summary>
    private const string Dispatchers = """
        akka.actor.default-dispatcher.executor = "Mesh.Threads.SpareExecutor, Mesh.Actors"
        akka.actor.internal-dispatcher.executor = "Mesh.Threads.SpareExecutor, Mesh.Actors"
        akka.remote.default-remote-dispatcher.executor = "Mesh.Threads.SpareExecutor, Mesh.Actors"
        """;

    private readonly ActorSystem _there;

    private TransportPair(ActorSystem here, ActorSystem there, IActorRef caller)
    {
        Here = here;
        _there = there;
        Caller = caller;
    }

    public ActorSystem Here { get; }

    /// <summary>Takes <see cref="TransportCaller"/>'s orders.</summary>
    public IActorRef Caller { get; }

    /// <param name="tls">Null: without.</param>
    public static async Task<TransportPair> StartAsync(bool stock, MeshTlsOptions? tls)
    {
        var here = Start("here", stock, tls);
        var there = Start("there", stock, tls);
        there.ActorOf(Props.Create(() => new Echo()), "echo");
        var path = ((ExtendedActorSystem)there).Provider.DefaultAddress + "/user/echo";
        var echo = await here.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(20));
        return new TransportPair(here, there, here.ActorOf(Props.Create(() => new TransportCaller(echo))));
    }

    public async ValueTask DisposeAsync()
    {
        await Here.Terminate();
        await _there.Terminate();
    }

    private static ActorSystem Start(string name, bool stock, MeshTlsOptions? tls)
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(
            Common + "\n" + (stock ? Stock(tls is not null) : MeshHocon.TransportSection + "\n" + MeshHocon.Transport + "\n" + Dispatchers)));
        var setup = ActorSystemSetup.Create(bootstrap);
        if (tls is not null)
            setup = stock ? setup.And(StockTls(tls)) : setup.And(MeshTransportSetup.Of(tls)!);
        return ActorSystem.Create(name, setup);
    }

    private static string Stock(bool tls) => $$"""

        akka.remote.dot-netty.tcp {
          hostname = "127.0.0.1"
          port = 0
          maximum-frame-size = 8388608b
          send-buffer-size = 8388608b
          receive-buffer-size = 8388608b
          enable-ssl = {{(tls ? "on" : "off")}}
          server-socket-worker-pool { pool-size-min = 1, pool-size-max = 2 }
          client-socket-worker-pool { pool-size-min = 1, pool-size-max = 2 }
        }
        """;

    private static DotNettySslSetup StockTls(MeshTlsOptions tls)
    {
        var authority = MeshTls.Authority(tls);
        return new DotNettySslSetup(
            MeshTls.Certificate(tls), suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: true,
            (X509Certificate2? shown, X509Chain? _, string _, System.Net.Security.SslPolicyErrors errors, Akka.Event.ILoggingAdapter _) =>
                MeshTls.Refusal(shown, authority, errors) is null);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(m => Sender.Tell(m));
    }
}
