using System.Collections.Immutable;

namespace Mesh.Palette.Commands;

/// <summary>All commands, in the order of help. Command line and pbm offer these and no others.</summary>
public static class MeshPalette
{
    public const string Name = "mesh";

    public static ImmutableArray<PaletteCommand> Commands { get; } =
    [
        ServicesCommand.Definition,
        InstancesCommand.Definition,
        RegisterCommand.Definition,
        DeregisterCommand.Definition,
        RenewCommand.Definition,
        WatchCommand.Definition,
        PickCommand.Definition,
        PolicyCommand.Definition,
        ExportCommand.Definition,
        ExplainCommand.Definition,
        DrainCommand.Definition,
        UndrainCommand.Definition,
        StatusCommand.Definition,
        ClusterCommands.Show,
        ClusterCommands.Leave,
        ClusterCommands.Down,
        ClusterCommands.Remove,
        KadCommands.Lookup,
        KadCommands.Table,
        KadCommands.Ping,
        KadCommands.StoreStats,
    ];
}
