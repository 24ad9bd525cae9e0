using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mesh.Testing.Load;

/// <summary>
/// Sends requests at a steady rate, whether or not earlier ones have been answered; what a pause of this process made
/// late is sent at once afterwards. Failures are kept with their time.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly int _perSecond;
    private readonly Func<int, Task> _send;
    private readonly ConcurrentBag<TimeSpan> _times = [];
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<int, Task> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Task _run;
    private int _sent;

    private SteadyLoad(int perSecond, Func<int, Task> send)
    {
        _perSecond = perSecond;
        _send = send;
        _run = Task.Run(RunAsync);
    }

    public int Sent => _sent;

    public static SteadyLoad Start(int perSecond, Func<int, Task> send) => new(perSecond, send);

    /// <summary>Sends no more and waits for the answers that are missing.</summary>
    public async Task<LoadReport> StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await Task.WhenAll(_open.Values);
        return new LoadReport(_sent, [.. _failures], [.. _times], Stopwatch.GetElapsedTime(_began));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var ticks = new PeriodicTimer(Tick);
        while (!_stop.IsCancellationRequested)
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(_began).TotalSeconds * _perSecond); _sent < due;)
            {
                var number = ++_sent;
                _open[number] = Task.Run(() => SendAsync(number));
            }

            await ticks.WaitForNextTickAsync();
        }
    }

    private async Task SendAsync(int number)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await _send(number);
            _times.Add(Stopwatch.GetElapsedTime(began));
        }
        catch (Exception trouble)
        {
            _failures.Enqueue($"request {number}, sent {Stopwatch.GetElapsedTime(_began, began).TotalSeconds:0.000} s, "
                + $"failed {Stopwatch.GetElapsedTime(_began).TotalSeconds:0.000} s: {Chain(trouble)}");
        }

        _open.TryRemove(number, out _);
    }

    private static string Chain(Exception? trouble)
    {
        var words = new List<string>();
        for (; trouble is not null; trouble = trouble.InnerException)
            words.Add($"{trouble.GetType().Name}: {trouble.Message}");
        return string.Join(" <- ", words);
    }
}
