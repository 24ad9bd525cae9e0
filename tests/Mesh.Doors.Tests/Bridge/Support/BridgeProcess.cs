using System.Globalization;
using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>A bridge as people run it, in a process of its own.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private BridgeProcess(ChildProcess process) => _process = process;

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a bridge and returns once it said that it is ready.</summary>
    public static async Task<BridgeProcess> StartAsync(NodeProcess node, string system, string to, params string[] arguments)
    {
        var bridge = Launch(node, system, to, arguments);
        await bridge.SaysAsync("\"bridge\":");
        return bridge;
    }

    public static BridgeProcess Launch(NodeProcess node, string system, string to, params string[] arguments) =>
        new(ChildProcess.Start(
            NodeBinary.Path,
            ["bridge", system, "--to", to, "--node", node.Http.ToString(), "--output", "json", "--metrics", "0", .. arguments],
            []));

    public Task SaysAsync(string text) => Eventually.SeesAsync(
        () =>
        {
            // In this order: what it said last is there once it has ended.
            var isOver = HasExited;
            var isSaid = Output.Contains(text, StringComparison.Ordinal);
            return isSaid || !isOver
                ? Task.FromResult(isSaid)
                : throw new InvalidOperationException($"the bridge ended without '{text}':\n{Output}");
        },
        isSaid => isSaid,
        $"a bridge that says '{text}'",
        _ => Output);

    /// <summary>A figure of its /metrics.</summary>
    public async Task<double> MetricAsync(string line)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(Page, "/metrics"));
        return text.Split('\n').FirstOrDefault(l => l.StartsWith(line + " ", StringComparison.Ordinal)) is { } found
            ? double.Parse(found[(found.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)
            : 0;
    }

    public async Task<(int Status, string Text)> HealthAsync()
    {
        using var http = new HttpClient();
        using var reply = await http.GetAsync(new Uri(Page, "/healthz"));
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public void Kill() => _process.Kill();

    public void Accept() => UnixSignal.User1(_process.Pid);

    public void HangUp() => UnixSignal.HangUp(_process.Pid);

    public Task<int> TerminateAsync() => _process.TerminateAsync(Patience.Limit);

    public Task ExitedAsync() => Eventually.IsAsync(() => Task.FromResult(HasExited), () => Output);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Uri Page
    {
        get
        {
            var line = Output.Split('\n').First(l => l.StartsWith("{\"bridge\"", StringComparison.Ordinal));
            using var json = JsonDocument.Parse(line);
            return new Uri($"http://127.0.0.1:{json.RootElement.GetProperty("metrics").GetInt32()}");
        }
    }
}
