using System.Diagnostics;
using System.Text.Json;
using Mesh.Node.Listening;

namespace Mesh.Node.Demo;

/// <summary>
/// A child process of the demo. It stops when its stdin closes, be it on demand or because the demo is gone, so that
/// none is left behind.
/// </summary>
internal sealed class DemoProcess : IDisposable
{
    private const int KeptLines = 5;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();

    private DemoProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Pid => _process.Id;

    public NodePorts Ports { get; private set; } = new(0, null, null, null, null, null, 0);

    public Uri Url => new($"http://127.0.0.1:{Ports.Http}/");

    /// <summary>Starts this program again with other arguments and waits for the line that says it is ready.</summary>
    public static async Task<DemoProcess> StartAsync(
        string name, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var child = new DemoProcess(name, Process.Start(StartInfo(arguments))!);
        try
        {
            await child.ReadyAsync(cancellation);
            return child;
        }
        catch
        {
            child.Kill();
            child.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL: the process gets no chance to say anything.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Has ended already.
        }
    }

    /// <summary>Stops in order; kills what takes longer than the limit.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(DemoProcess).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--exit-with-stdin");
        return start;
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellation);
        if (line is null)
        {
            await _process.WaitForExitAsync(cancellation);
            throw new DemoException($"{Name} ended with {_process.ExitCode}: {LastErrors()}");
        }

        Ports = JsonSerializer.Deserialize(line, PortsJson.Default.NodePorts)!;
        // Nothing more is expected there, but a full pipe would stop the child.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptLines)
                _errors.Dequeue();
        }
    }

    private string LastErrors()
    {
        lock (_errors)
            return string.Join(" | ", _errors);
    }
}
