namespace Petabridge.Cmd;

public sealed record CommandDefinition(string Name, IReadOnlyDictionary<string, ArgumentBuilder> ArgumentsByName);
