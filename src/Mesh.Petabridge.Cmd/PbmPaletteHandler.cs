using Akka.Actor;
using Mesh.Palette.Api;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace Mesh.Pbm;

/// <summary>Gives the pbm host the palette and the actor that runs its commands.</summary>
internal sealed class PbmPaletteHandler : CommandPaletteHandler
{
    public PbmPaletteHandler(CommandPalette palette, IMeshApi api)
        : base(palette) => HandlerProps = PbmCommandActor.Props(palette, api);

    public override Props HandlerProps { get; }
}
