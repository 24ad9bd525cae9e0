using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mesh.Testing.Processes;

/// <summary>
/// A process that a test started, with an environment that holds no setting of the mesh or of ASP.NET but those given.
/// Disposing kills it; the last lines that it printed are kept for messages of failing tests.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Lines = 1_000;

    private readonly Process _process;
    private readonly Action<string>? _onLine;
    private readonly ConcurrentQueue<string> _output = new();
    private Task _ended = Task.CompletedTask;

    private ChildProcess(Process process, Action<string>? onLine) => (_process, _onLine) = (process, onLine);

    public int Pid => _process.Id;

    public bool HasExited => _ended.IsCompleted;

    /// <summary>Ends with it, once <see cref="Output"/> has all that it printed.</summary>
    public Task Ended => _ended;

    public string Output => string.Join('\n', _output);

    /// <param name="onLine">Told of each line that it prints, on either stream.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment,
        string? directory = null,
        Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };
        foreach (DictionaryEntry inherited in Environment.GetEnvironmentVariables())
        {
            if (inherited.Key is string key && IsSetting(key))
                start.Environment.Remove(key);
        }

        // When a test fails, the order of what several processes said is half of the answer.
        start.Environment["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ";
        // Its sockets would stay in the folder for temporary files after a kill.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var child = new ChildProcess(new Process { StartInfo = start }, onLine);
        child._process.OutputDataReceived += (_, e) => child.OnLine(e.Data);
        child._process.ErrorDataReceived += (_, e) => child.OnLine(e.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        child._ended = child._process.WaitForExitAsync();
        return child;
    }

    public void Kill() => UnixSignal.Kill(Pid);

    public void Freeze() => UnixSignal.Stop(Pid);

    public void Thaw() => UnixSignal.Continue(Pid);

    /// <summary>Asks it to stop in order and returns its exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan limit)
    {
        UnixSignal.Terminate(Pid);
        try
        {
            await _ended.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the process did not end within {limit} of SIGTERM; it printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until it ends by itself and returns its exit code.</summary>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        try
        {
            await _ended.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"the process did not end within {limit}; it printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _ended;
        _process.Dispose();
    }

    private static bool IsSetting(string key) =>
        key.StartsWith("Mesh__", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        while (_output.Count > Lines)
            _output.TryDequeue(out _);
        _onLine?.Invoke(line);
    }
}
