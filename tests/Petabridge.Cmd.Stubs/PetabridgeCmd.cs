using Akka.Actor;

namespace Petabridge.Cmd.Host;

public sealed class PetabridgeCmd(ActorSystem sys)
{
    public ActorSystem Sys => sys;

    public List<CommandPaletteHandler> Handlers { get; } = [];

    public static PetabridgeCmd Get(ActorSystem system) => new(system);

    public void RegisterCommandPalette(CommandPaletteHandler handler) => Handlers.Add(handler);

    public void Start()
    {
    }
}
