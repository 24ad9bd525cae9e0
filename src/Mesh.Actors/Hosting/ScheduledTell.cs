using Akka.Actor;
using Akka.Dispatch;

namespace Mesh.Hosting;

internal sealed class ScheduledTell(ICanTell receiver, object message, IActorRef sender) : IRunnable
{
    public void Run() => receiver.Tell(message, sender);

    /// <summary>In Akka's channels for what is run.</summary>
    public void Execute() => Run();

    public override string ToString() => $"{receiver} is told {message.GetType()}";
}
