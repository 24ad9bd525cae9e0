namespace Mesh.Node.Hosting;

/// <summary>What the command line of a node says.</summary>
/// <param name="Arguments">Options by their configuration keys.</param>
/// <param name="Files">Settings files, the last one counting most.</param>
/// <param name="IsJson">Say ready in JSON.</param>
internal sealed record NodeCommand(
    IReadOnlyDictionary<string, string?> Arguments, IReadOnlyList<string> Files, bool IsJson);
