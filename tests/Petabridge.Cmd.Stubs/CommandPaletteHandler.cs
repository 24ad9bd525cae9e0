using Akka.Actor;

namespace Petabridge.Cmd.Host;

public abstract class CommandPaletteHandler(CommandPalette palette)
{
    public CommandPalette Palette => palette;

    public abstract Props HandlerProps { get; }
}
