using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Mesh.Bench;

/// <summary>
/// How all benchmarks are run: in this process, because a project generated beside ours would need its packages
/// restored again, and in many short iterations: on a machine that does other things as well the least and the median
/// are those that were not interrupted, where a mean of long ones counts the interruptions.
/// </summary>
internal static class BenchConfig
{
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(20)
            .WithIterationCount(100)
            .WithIterationTime(TimeInterval.FromMilliseconds(20)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Min, StatisticColumn.Median)
        .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default);
}
