using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Mesh.Client.Runtime;

/// <summary>
/// Takes what the actors log to the host's logging, under the name of the class that logged it, so that the host's own
/// filters work. A logger of the ActorSystem; holds nothing that a restart could lose.
/// </summary>
internal sealed class HostLogActor : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly Dictionary<Type, ILogger> _loggers = [];
    private readonly LogFilterEvaluator _filter = Context.System.Settings.LogFilter;
    private readonly ILoggerFactory? _factory =
        Context.System.Settings.Setup.Get<Factory>() is { HasValue: true } setup ? setup.Value.Loggers : null;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            // A logger has to ask the filters of its system itself.
            case LogEvent logged when _factory is not null && _filter.ShouldTryKeepMessage(logged, out _):
                Log(logged, _factory);
                break;
        }
    }

    private void Log(LogEvent logged, ILoggerFactory factory)
    {
        if (!_loggers.TryGetValue(logged.LogClass, out var logger))
            _loggers[logged.LogClass] = logger = factory.CreateLogger(logged.LogClass);
        var level = Level(logged);
        if (logger.IsEnabled(level))
            logger.Log(level, default, logged, logged.Cause, static (e, _) => e.Message?.ToString() ?? "");
    }

    /// <summary>What Akka itself tells at Info is of interest to those who look into Akka.</summary>
    private static LogLevel Level(LogEvent logged) => logged.LogLevel() switch
    {
        Akka.Event.LogLevel.ErrorLevel => LogLevel.Error,
        Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
        Akka.Event.LogLevel.InfoLevel when IsOwn(logged.LogClass) => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    private static bool IsOwn(Type type) => type.Namespace?.StartsWith(nameof(Mesh), StringComparison.Ordinal) is true;

    /// <summary>Hands the host's logging to the actor.</summary>
    internal sealed class Factory(ILoggerFactory loggers) : Setup
    {
        public ILoggerFactory Loggers => loggers;
    }
}
