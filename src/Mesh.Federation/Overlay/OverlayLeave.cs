using Akka;
using Akka.Actor;
using Akka.Cluster;

namespace Mesh.Federation.Overlay;

/// <summary>A gateway that stops in order hands its records on before it leaves the cluster.</summary>
internal static class OverlayLeave
{
    /// <summary>Peers that do not answer must not hold up the stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static void Arrange(ActorSystem system, IActorRef overlay) => CoordinatedShutdown.Get(system).AddTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind, "leave-overlay", () => LeaveAsync(system, overlay));

    private static async Task<Done> LeaveAsync(ActorSystem system, IActorRef overlay)
    {
        try
        {
            await overlay.Ask<object>(new KademliaProtocol.Leave(IsLastGateway(system)), Patience);
        }
        catch (AskTimeoutException)
        {
            // Without order, then: others find out by its silence.
        }

        return Done.Instance;
    }

    private static bool IsLastGateway(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        return !cluster.State.Members.Any(m => m.HasRole(MeshNames.GatewayRole)
            && m.Status is MemberStatus.Up && m.UniqueAddress != cluster.SelfUniqueAddress);
    }
}
