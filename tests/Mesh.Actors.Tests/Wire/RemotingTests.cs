using Akka.Actor;
using Akka.Configuration;
using Mesh.Hosting;
using Mesh.Testing;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

/// <summary>Every message over a real link, from an ActorSystem that knows of Mesh only the fragment for outsiders.</summary>
public sealed class RemotingTests
{
    private const string Remote = """
        akka {
          loglevel = WARNING
          actor.provider = remote
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          remote.mesh-tcp {
            hostname = 127.0.0.1
            port = 0
          }
        }
        """;

    [Fact]
    public async Task Every_message_comes_back_as_it_was_sent()
    {
        using var node = ActorSystem.Create("node", ConfigurationFactory.ParseString(Remote).WithFallback(MeshHocon.Reference));
        using var outside = ActorSystem.Create("outside", ConfigurationFactory
            .ParseString(string.Join('\n', MeshHocon.TransportSection, Remote, MeshHocon.Transport, MeshSerializerHocon.Text)));
        node.ActorOf(Props.Create(() => new EchoActor()), "echo");
        var address = ((ExtendedActorSystem)node).Provider.DefaultAddress;
        var echo = await outside.ActorSelection($"{address}/user/echo").ResolveOne(Patience.Limit);
        Assert.False(((IInternalActorRef)echo).IsLocal);

        foreach (var message in WireSamples.All)
        {
            var answer = await echo.Ask<object>(message, Patience.Limit);

            Assert.Equal(MessageText.Of(message), MessageText.Of(answer));
        }
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }
}
