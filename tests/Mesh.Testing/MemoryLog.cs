using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mesh.Testing;

/// <summary>Keeps the last lines that were logged, for the message of a test that failed.</summary>
internal sealed class MemoryLog : ILoggerProvider
{
    private const int Kept = 200;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _faults = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The first lines that were warnings or errors.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Nothing to release.
    }

    private void Add(LogLevel level, string line)
    {
        if (level >= LogLevel.Warning && _faults.Count < Kept)
            _faults.Enqueue(line);
        _lines.Enqueue(line);
        while (_lines.Count > Kept)
            _lines.TryDequeue(out _);
    }

    private sealed class Logger(MemoryLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(logLevel, $"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
