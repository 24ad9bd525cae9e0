using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;

namespace Mesh.Cluster.Tests.Membership;

/// <summary>Keeps the lines of an ActorSystem's log, warnings and worse.</summary>
internal sealed class CapturingLogger : ReceiveActor
{
    private static readonly ConditionalWeakTable<ActorSystem, Watched<string>> Logs = [];

    public CapturingLogger()
    {
        var log = Of(Context.System);
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => log.Add($"{e.LogLevel()} {e.Message} {e.Cause?.Message}"));
    }

    public static Watched<string> Of(ActorSystem system) => Logs.GetOrCreateValue(system);
}
