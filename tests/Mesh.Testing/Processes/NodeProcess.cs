using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Mesh.Testing.Processes;

/// <summary>
/// A stand-alone node as a process of its own, on loopback and free ports. Disposing kills it; what it printed is kept
/// for messages of failing tests.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<NodePorts> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    public NodePorts Ports { get; private set; } = null!;

    public int Pid => _process.Id;

    public string Address => $"127.0.0.1:{Ports.Remoting}";

    public Uri Http => new($"http://127.0.0.1:{Ports.Http}");

    public string Output => string.Join('\n', _output);

    /// <summary>Starts a node and returns once it is ready.</summary>
    public static Task<NodeProcess> StartAsync(params string[] arguments) => StartAsync([], arguments);

    /// <summary>Starts a node with further variables in its environment and returns once it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var node = Launch(environment, arguments);
        await node.WaitReadyAsync();
        return node;
    }

    /// <summary>Starts a node without waiting for it.</summary>
    public static NodeProcess Launch(params string[] arguments) => Launch([], arguments);

    private static NodeProcess Launch(Dictionary<string, string> environment, string[] arguments)
    {
        string[] all = ["node", "--output", "json", .. Default(arguments, "--port", "0"), .. Default(arguments, "--http", "0"), .. arguments];
        var start = new ProcessStartInfo(NodeBinary.Path, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Its sockets would stay in the folder for temporary files after a kill.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var node = new NodeProcess(new Process { StartInfo = start });
        node._process.OutputDataReceived += (_, e) => node.OnLine(e.Data);
        node._process.ErrorDataReceived += (_, e) => node._output.Enqueue("! " + e.Data);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    public async Task WaitReadyAsync()
    {
        try
        {
            Ports = await _ready.Task.WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the node did not say that it is ready within {StartLimit}; it printed:\n{Output}");
        }
    }

    public void Kill() => UnixSignal.Kill(Pid);

    public void Freeze() => UnixSignal.Stop(Pid);

    public void Thaw() => UnixSignal.Continue(Pid);

    /// <summary>Asks it to stop in order and returns its exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan limit)
    {
        UnixSignal.Terminate(Pid);
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string[] Default(string[] arguments, string name, string value) =>
        arguments.Contains(name) ? [] : [name, value];

    private void OnLine(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"the node ended before it was ready; it printed:\n{Output}"));
            return;
        }

        _output.Enqueue(line);
        if (line.StartsWith('{') && line.Contains("\"remoting\"", StringComparison.Ordinal))
            _ready.TrySetResult(JsonSerializer.Deserialize<NodePorts>(line, Json)!);
    }
}
