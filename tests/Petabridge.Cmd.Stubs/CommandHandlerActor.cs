using Akka.Actor;

namespace Petabridge.Cmd.Host;

public abstract class CommandHandlerActor : ReceiveActor
{
    private readonly Dictionary<string, Action<Command>> _handlers = [];

    protected CommandHandlerActor(CommandPalette commands)
    {
        Commands = commands;
        Receive<Command>(command => _handlers[command.Name](command));
    }

    protected CommandPalette Commands { get; }

    protected void Process(string commandName, Action<Command> handler) => _handlers[commandName] = handler;
}
