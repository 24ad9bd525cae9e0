using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>What a node costs the application that it is in: the same application with it and without it, in turns.</summary>
internal sealed class EmbeddingRow : IRow
{
    private readonly Figure _processor = new("embedding: processor time to the first answer, more than without", "s", Goal.AtMost(0.5));
    private readonly Figure _memory = new("embedding: resident memory, more than without", "MB", Goal.AtMost(40));
    private readonly Figure _threads = new("embedding: threads, more than without", "", Goal.AtMost(6));
    private readonly Figure _idle = new("embedding: idle, of a core, alone", "%", Goal.AtMost(0.5));
    private readonly Figure _assemblies = new("embedding: assemblies that come along", "MB", Goal.AtMost(10));

    public string Name => "embedding";

    public string About => "an application with a node in it, beside the same without";

    public IReadOnlyList<Figure> Figures => [_processor, _memory, _threads, _idle, _assemblies];

    public async Task MeasureAsync(Course course)
    {
        List<Cost> with = [], without = [];
        await course.InTurnsAsync(async () => with.Add(await CostAsync(course, "mesh")), async () => without.Add(await CostAsync(course, "plain")));
        foreach (var (mesh, plain) in with.Zip(without))
        {
            course.Readings.Mesh(_processor, mesh.Processor - plain.Processor);
            course.Readings.Mesh(_memory, mesh.Memory - plain.Memory);
            course.Readings.Mesh(_threads, mesh.Threads - plain.Threads);
            course.Readings.Mesh(_idle, mesh.Idle - plain.Idle);
        }

        course.Readings.Mesh(_assemblies, EmbeddingHost.AssemblyMegabytes);
    }

    private static async Task<Cost> CostAsync(Course course, string kind)
    {
        await using var host = await EmbeddingHost.StartAsync(kind);
        var start = Proc.ProcessorTime(host.Pid).TotalSeconds;
        var rest = TimeSpan.FromSeconds(course.Of(6, 3));
        await Task.Delay(rest, TimeProvider.System);
        var before = Proc.ProcessorTime(host.Pid);
        await Task.Delay(rest, TimeProvider.System);
        return new Cost(
            start, Proc.ResidentMegabytes(host.Pid), Proc.Threads(host.Pid), (Proc.ProcessorTime(host.Pid) - before) / rest * 100);
    }

    private sealed record Cost(double Processor, double Memory, double Threads, double Idle);
}
