namespace Petabridge.Cmd;

public sealed class CommandPalette(string moduleName, IEnumerable<CommandDefinition> commands)
{
    public string ModuleName => moduleName;

    public IReadOnlyList<CommandDefinition> Commands { get; } = [.. commands];
}
