using System.Text.Json;

namespace Mesh.Testing.Processes;

/// <summary>
/// A stand-alone node as a process of its own, on loopback and free ports. Disposing kills it; what it printed is kept
/// for messages of failing tests.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ChildProcess _process;
    private readonly TaskCompletionSource<NodePorts> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(IEnumerable<KeyValuePair<string, string>> environment, string[] arguments, string? directory = null)
    {
        string[] all = ["node", "--output", "json", .. Default(arguments, "--port", "0"), .. Default(arguments, "--http", "0"), .. arguments];
        _process = ChildProcess.Start(NodeBinary.Path, all, environment, directory ?? Environment.CurrentDirectory, OnLine);
    }

    public NodePorts Ports { get; private set; } = null!;

    public int Pid => _process.Pid;

    public string Address => $"127.0.0.1:{Ports.Remoting}";

    public Uri Http => new($"http://127.0.0.1:{Ports.Http}");

    public string Output => _process.Output;

    /// <summary>Starts a node and returns once it is ready.</summary>
    public static Task<NodeProcess> StartAsync(params string[] arguments) => StartAsync([], arguments);

    /// <summary>Starts a node with further variables in its environment and returns once it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var node = new NodeProcess(environment, arguments);
        await node.WaitReadyAsync();
        return node;
    }

    /// <summary>Starts a node in a working directory and returns once it is ready.</summary>
    public static async Task<NodeProcess> StartInAsync(
        string directory, Dictionary<string, string> environment, params string[] arguments)
    {
        var node = new NodeProcess(environment, arguments, directory);
        await node.WaitReadyAsync();
        return node;
    }

    /// <summary>Starts a node without waiting for it.</summary>
    public static NodeProcess Launch(params string[] arguments) => new([], arguments);

    public async Task WaitReadyAsync()
    {
        try
        {
            await Task.WhenAny(_ready.Task, _process.Ended).WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the node did not say that it is ready within {StartLimit}; it printed:\n{Output}");
        }

        if (!_ready.Task.IsCompleted)
            throw new InvalidOperationException($"the node ended before it was ready; it printed:\n{Output}");
        Ports = await _ready.Task;
    }

    public void Kill() => _process.Kill();

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>Asks it to stop in order and returns its exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan limit) => _process.TerminateAsync(limit);

    public Task<int> WaitForExitAsync(TimeSpan limit) => _process.WaitAsync(limit);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] Default(string[] arguments, string name, string value) =>
        arguments.Contains(name) ? [] : [name, value];

    private void OnLine(string line)
    {
        if (line.StartsWith('{') && line.Contains("\"remoting\"", StringComparison.Ordinal))
            _ready.TrySetResult(JsonSerializer.Deserialize<NodePorts>(line, Json)!);
    }
}
