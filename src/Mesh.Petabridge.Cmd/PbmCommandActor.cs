using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Commands;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace Mesh.Pbm;

/// <summary>
/// Runs commands for one connected client; child of the pbm host, which makes one for each connection. Owns nothing
/// but the token that ends what still runs: a restart loses the running commands, which the client sees as an error.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop ends the token; commands may still look at it.")]
internal sealed class PbmCommandActor : CommandHandlerActor
{
    private readonly IMeshApi _api;
    private readonly CancellationTokenSource _stop = new();

    public PbmCommandActor(CommandPalette palette, IMeshApi api)
        : base(palette)
    {
        _api = api;
        foreach (var command in MeshPalette.Commands)
            Process(PbmPalette.NameOf(command), given => Run(command, given));
    }

    public static Props Props(CommandPalette palette, IMeshApi api) =>
        Akka.Actor.Props.Create(() => new PbmCommandActor(palette, api));

    protected override void PostStop()
    {
        _stop.Cancel();
        base.PostStop();
    }

    private void Run(PaletteCommand command, Command given)
    {
        var client = Sender;
        var output = new PbmOutput(client, Self);
        var call = new PaletteCall(_api, PbmPalette.ToInput(command, given.Arguments), output, _stop.Token);
        command.Run(call).PipeTo(
            client,
            Self,
            _ => output.Fault is { } fault ? new ErroredCommandResponse(fault, true) : CommandResponse.Empty,
            trouble => new ErroredCommandResponse(trouble.Message, true));
    }
}
