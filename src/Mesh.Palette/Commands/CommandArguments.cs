namespace Mesh.Palette.Commands;

/// <summary>The arguments that several commands take.</summary>
internal static class CommandArguments
{
    public static readonly PaletteArgument Service = new("service", "The name of the service")
    {
        IsPositional = true,
        IsMandatory = true,
        ValueName = "SERVICE",
    };

    public static readonly PaletteArgument Id = new("id", "The id of the instance within its service")
    {
        IsPositional = true,
        IsMandatory = true,
        ValueName = "ID",
    };

    public static PaletteArgument Text(string name, string description, string valueName = "TEXT") =>
        new(name, description) { ValueName = valueName };

    public static PaletteArgument Many(string name, string description, string valueName) =>
        new(name, description) { ValueName = valueName, AllowMultiple = true };

    public static PaletteArgument Flag(string name, string description) => new(name, description) { IsFlag = true };
}
