using Mesh.Palette;
using Mesh.Palette.Commands;
using Petabridge.Cmd;

namespace Mesh.Pbm;

/// <summary>The palette in the terms of Petabridge.Cmd: "cluster show" is cluster-show, every argument has a switch.</summary>
internal static class PbmPalette
{
    public static CommandPalette Create() => new(MeshPalette.Name, MeshPalette.Commands.Select(ToDefinition));

    public static string NameOf(PaletteCommand command) => command.Name.Replace(' ', '-');

    /// <summary>From switches and values to the arguments of the command.</summary>
    public static PaletteInput ToInput(PaletteCommand command, IEnumerable<Tuple<string, string>> given)
    {
        var values = given
            .Select(g => (Name: g.Item1.TrimStart('-'), Value: g.Item2))
            .Where(g => command.Arguments.Any(a => a.Name == g.Name))
            .GroupBy(g => g.Name, g => g.Value)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g]);
        return new PaletteInput(values);
    }

    private static CommandDefinition ToDefinition(PaletteCommand command)
    {
        var builder = new CommandDefinitionBuilder().WithName(NameOf(command)).WithDescription(command.Description);
        foreach (var argument in command.Arguments)
        {
            builder = builder.WithArgument(b => b
                .WithName(argument.Name)
                .WithDescription(argument.Description)
                .IsMandatory(argument.IsMandatory)
                .AllowMultiple(argument.AllowMultiple)
                .WithSwitch("--" + argument.Name));
        }

        return builder.Build();
    }
}
