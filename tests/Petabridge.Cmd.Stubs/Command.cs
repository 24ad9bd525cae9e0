namespace Petabridge.Cmd;

public sealed class Command(string palette, string name, Tuple<string, string>[] args)
{
    public string Palette => palette;

    public string Name => name;

    public IEnumerable<Tuple<string, string>> Arguments => args;
}
