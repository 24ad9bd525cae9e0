using Mesh.Testing;
using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>Finding a service in the view and picking an instance, in the caller's process: by the micro-benchmarks.</summary>
internal sealed class LookupRow : IRow
{
    private static readonly (string Method, string What)[] Measured =
        [("Find", "find a service"), ("FindAndPick", "find a service and pick an instance"), ("ConsistentHash", "the same by consistent hash")];

    private static readonly string[] Called = ["10", "1000"];
    private static readonly string[] Fewer = ["--warmupCount", "5", "--iterationCount", "15"];

    private readonly Figure[] _times =
        [.. from m in Measured from c in Called select new Figure($"{m.What}, {c} of 1,000 services in turn", "ns", Goal.None)];

    private readonly Figure _allocated = new("allocated by a lookup and a pick, the most of all policies", "B", Goal.AtMost(0));

    public string Name => "lookup";

    public string About => "lookup and pick in the caller's process (BenchmarkDotNet)";

    public IReadOnlyList<Figure> Figures => [.. _times, _allocated];

    public async Task MeasureAsync(Course course)
    {
        var folder = course.Folders.NewInMemory();
        var program = SourceTree.PathOf("bench", "Mesh.Bench", "bin", "Release", "net10.0", "Mesh.Bench.dll");
        await Command.OutputAsync("dotnet", [program, "--filter", "*LookupBenchmarks*", "--artifacts", folder, .. course.IsQuick ? Fewer : []], [], folder);
        var file = Directory.EnumerateFiles(folder, "*-report-github.md", SearchOption.AllDirectories).Single();
        var table = BenchmarkTable.Read(await File.ReadAllLinesAsync(file));
        var times = from m in Measured from c in Called select table.Value("Median", ("Method", m.Method), ("Called", c));
        foreach (var (figure, time) in _times.Zip(times))
            course.Readings.Mesh(figure, time);
        course.Readings.Mesh(_allocated, table.Most("Allocated"));
    }
}
