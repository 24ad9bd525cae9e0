using Microsoft.Extensions.Logging.Console;

namespace Mesh.Node.Hosting;

/// <summary>The log of a node: on stderr, for stdout is what programs read, with the date and the time in UTC.</summary>
internal static class NodeLog
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void AddTo(ILoggingBuilder logging, QuietStart quiet, LogSettings settings)
    {
        logging.ClearProviders();
        logging.AddConsole(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = settings.Format is LogFormat.Json ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
            // Who reads the log slowly, or not at all, must not hold up the node; how many lines are missing is said.
            o.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            o.MaxQueueLength = 10_000;
        });
        logging.Services.Configure<SimpleConsoleFormatterOptions>(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = Time + " ";
            o.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        logging.Services.Configure<JsonConsoleFormatterOptions>(o =>
        {
            o.UseUtcTimestamp = true;
            o.TimestampFormat = Time;
        });
        // The framework's own rules, made from the same section, would let pass what the start is to be silent about.
        logging.Services.PostConfigure<LoggerFilterOptions>(o =>
        {
            o.MinLevel = LogLevel.Trace;
            o.Rules.Clear();
            o.Rules.Add(new LoggerFilterRule(
                null, null, null, (_, category, level) => level >= settings.Least(category) && quiet.Passes(category, level)));
        });
    }
}
