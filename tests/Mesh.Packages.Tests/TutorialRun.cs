using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Packages.Tests;

/// <summary>A shell in a folder outside the repository, for what the tutorial tells its reader to do.</summary>
internal sealed class TutorialRun : IAsyncDisposable
{
    /// <summary>Ports that a page names, and that a test may not count on.</summary>
    private static readonly string[] Named = ["4053", "8500", "5080", "5001", "5002"];

    private readonly List<(string Line, ChildProcess Process)> _terminals = [];
    private readonly Dictionary<string, string> _ports = Named.ToDictionary(p => p, _ => $"{FreePorts.Take()}");
    private readonly string _folder;
    private readonly KeyValuePair<string, string>[] _environment;

    public TutorialRun(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        // Tools and templates are installed here, not for the user who runs the tests.
        var home = Path.Combine(_folder, ".home");
        _environment =
        [
            new("DOTNET_CLI_HOME", home),
            new("PATH", $"{home}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}"),
            new("MESH_NODE", $"http://127.0.0.1:{_ports["8500"]}"),
            new("DOTNET_NOLOGO", "1"),
            new("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
            new("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"),
            new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            new("MSBUILDDISABLENODEREUSE", "1"),
            new("UseSharedCompilation", "false"),
        ];
    }

    /// <summary>What the last commands that ended have printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>A text of the page with the ports that are really used.</summary>
    public string Real(string text) => _ports.Aggregate(text, (t, port) => t.Replace(port.Key, port.Value, StringComparison.Ordinal));

    public string PrintedBy(int terminal) => _terminals[terminal - 1].Process.Output;

    public async Task RunAsync(string commands, TimeSpan limit)
    {
        await using var shell = Shell($"set -e\n{commands}");
        var code = await shell.WaitAsync(limit);
        Output = shell.Output;
        if (code != 0)
            throw new InvalidOperationException($"{commands}\nended with {code}:\n{Output}\n{Terminals()}");
    }

    public async Task OpenTerminalAsync(string line)
    {
        _terminals.Add((line, Shell($"exec {Trimmed(line)}")));
        await WhenUpAsync(_terminals[^1]);
    }

    public async Task RestartAsync(int terminal)
    {
        var (line, process) = _terminals[terminal - 1];
        var code = await process.TerminateAsync(Patience.Limit);
        if (code != 0)
            throw new InvalidOperationException($"{line} ended with {code}:\n{process.Output}");
        _terminals[terminal - 1] = (line, Shell($"exec {Trimmed(line)}"));
        await WhenUpAsync(_terminals[terminal - 1]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _terminals)
            await process.DisposeAsync();
    }

    private async Task WhenUpAsync((string Line, ChildProcess Process) terminal)
    {
        string? sign = terminal.Line.StartsWith("mesh node", StringComparison.Ordinal) ? "ready"
            : terminal.Line.Contains(".dll", StringComparison.Ordinal) ? "Application started"
            : null;
        if (sign is null)
            return;
        await Eventually.IsAsync(
            () => Task.FromResult(terminal.Process.HasExited
                ? throw new InvalidOperationException($"{terminal.Line}\nhas ended:\n{terminal.Process.Output}")
                : terminal.Process.Output.Contains(sign, StringComparison.Ordinal)),
            () => $"{terminal.Line}\nhas printed:\n{terminal.Process.Output}",
            Patience.Limit * 3);
        if (IsOrders(terminal.Line))
            await WhenOfferedAsync(_terminals.Count(t => IsOrders(t.Line)));
    }

    /// <summary>As its reader would, the test waits until the node shows what was started.</summary>
    private async Task WhenOfferedAsync(int count)
    {
        using var node = new NodeApi(new Uri($"http://127.0.0.1:{_ports["8500"]}"));
        await Eventually.SeesAsync(
            () => node.InRotationAsync("orders"),
            ids => ids.Length == count,
            $"{count} instances of orders",
            _ => Terminals(),
            limit: Patience.Limit * 3,
            // Before the first one is registered there is no such service.
            passes: _ => true);
    }

    private static bool IsOrders(string line) => line.Contains("Orders.dll", StringComparison.Ordinal);

    /// <summary>A line with variables in front is a program of its own for "exec" only by "env"; a loop is none.</summary>
    private static string Trimmed(string line) => line.StartsWith("while", StringComparison.Ordinal)
        ? $"bash -c '{line.Trim()}'"
        : $"env {line.Trim()}";

    private ChildProcess Shell(string commands) => ChildProcess.Start("bash", ["-c", Real(commands)], _environment, _folder);

    private string Terminals() => string.Join('\n', _terminals.Select((t, i) => $"terminal {i + 1}: {t.Line}{t.Process.Output}"));
}
