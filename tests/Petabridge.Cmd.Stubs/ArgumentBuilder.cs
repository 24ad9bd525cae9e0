namespace Petabridge.Cmd;

public sealed class ArgumentBuilder
{
    public string Name { get; private set; } = "";

    public bool Mandatory { get; private set; }

    public List<string> Switches { get; } = [];

    public ArgumentBuilder WithName(string name)
    {
        Name = name;
        return this;
    }

    public ArgumentBuilder WithDescription(string description) => this;

    public ArgumentBuilder IsMandatory(bool value)
    {
        Mandatory = value;
        return this;
    }

    public ArgumentBuilder AllowMultiple(bool value) => this;

    public ArgumentBuilder WithSwitch(string text)
    {
        Switches.Add(text);
        return this;
    }
}
