using Akka.TestKit.Xunit2;
using Mesh.Palette.Commands;
using Mesh.Pbm;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace Mesh.Node.Tests.Pbm;

/// <summary>The adapter against stubs of Petabridge.Cmd: what it offers and what it answers.</summary>
public sealed class PbmPaletteTests : TestKit
{
    private readonly FakeMeshClient _mesh = new(new FakeTimeProvider());
    private readonly CommandPaletteHandler _handler;

    public PbmPaletteTests()
        : base(Mesh.Testing.Patience.Config)
    {
        var host = PetabridgeCmd.Get(Sys).RegisterMesh(_mesh, new FakeMeshInspector());
        _handler = host.Handlers.Single();
    }

    [Fact]
    public void Every_command_and_argument_of_the_palette_is_offered()
    {
        Assert.Equal("mesh", _handler.Palette.ModuleName);
        Assert.Equal(MeshPalette.Commands.Select(c => c.Name.Replace(' ', '-')), _handler.Palette.Commands.Select(c => c.Name));
        foreach (var (command, definition) in MeshPalette.Commands.Zip(_handler.Palette.Commands))
        {
            Assert.Equal(
                command.Arguments.Select(a => (a.Name, a.IsMandatory, "--" + a.Name)),
                definition.ArgumentsByName.Select(a => (a.Key, a.Value.Mandatory, a.Value.Switches.Single())));
        }
    }

    [Fact]
    public void Results_come_line_by_line_and_end()
    {
        var actor = Sys.ActorOf(_handler.HandlerProps);
        actor.Tell(
            new Command(
                "mesh",
                "register",
                [Tuple.Create("--service", "orders"), Tuple.Create("--id", "o-1"), Tuple.Create("--address", "10.0.0.1:80")]),
            TestActor);
        Assert.StartsWith("registered orders/o-1", ExpectMsg<CommandResponse>().Msg, StringComparison.Ordinal);
        Assert.True(ExpectMsg<CommandResponse>().Final);

        actor.Tell(new Command("mesh", "cluster-show", []), TestActor);
        Assert.StartsWith("ADDRESS | NAME | STATUS", ExpectMsg<CommandResponse>().Msg, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:4053 * | n1 | up", ExpectMsg<CommandResponse>().Msg, StringComparison.Ordinal);
        Assert.False(ExpectMsg<CommandResponse>().Final);
        Assert.StartsWith("Count: 2 nodes", ExpectMsg<CommandResponse>().Msg, StringComparison.Ordinal);
        Assert.True(ExpectMsg<CommandResponse>().Final);
    }

    [Fact]
    public void Refusals_are_errors()
    {
        var actor = Sys.ActorOf(_handler.HandlerProps);
        actor.Tell(new Command("mesh", "pick", [Tuple.Create("--service", "orders")]), TestActor);
        var answer = ExpectMsg<ErroredCommandResponse>();
        Assert.Equal(("no instance of orders is available", true), (answer.Msg, answer.Final));
    }

    [Fact]
    public void A_watch_goes_on_until_the_client_is_gone()
    {
        var actor = Sys.ActorOf(_handler.HandlerProps);
        actor.Tell(new Command("mesh", "watch", []), TestActor);
        Assert.Contains("reset", ExpectMsg<CommandResponse>().Msg, StringComparison.Ordinal);
        Sys.Stop(actor);
        Assert.True(ExpectMsg<CommandResponse>().Final);
    }
}
