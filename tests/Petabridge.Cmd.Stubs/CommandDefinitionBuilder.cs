namespace Petabridge.Cmd;

public sealed class CommandDefinitionBuilder
{
    private readonly Dictionary<string, ArgumentBuilder> _arguments = [];
    private string _name = "";

    public CommandDefinitionBuilder WithName(string name)
    {
        _name = name;
        return this;
    }

    public CommandDefinitionBuilder WithDescription(string description) => this;

    public CommandDefinitionBuilder WithArgument(Func<ArgumentBuilder, ArgumentBuilder> build)
    {
        var argument = build(new ArgumentBuilder());
        _arguments[argument.Name] = argument;
        return this;
    }

    public CommandDefinition Build() => new(_name, _arguments);
}
