using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;
using Mesh.Trials.Peers;

namespace Mesh.Trials.Rows;

/// <summary>What a node costs that does nothing, and what a change costs all of them, in meshes of several sizes.</summary>
internal sealed class NodesRow : IRow
{
    private const string Peer = "Serf, ten agents";

    private static readonly int[] Sizes = [1, 3, 10, 20];

    private readonly Figure[] _idle = [.. Sizes.Select(n => new Figure($"idle, mesh of {n}: of a core, a node", "%", Goal.AtMost(1), n == 10 ? Peer : null))];
    private readonly Figure[] _memory = [.. Sizes.Select(n => new Figure($"idle, mesh of {n}: resident memory, a node", "MB", Goal.AtMost(80), n == 10 ? Peer : null))];
    private readonly Figure _bytes = new("idle, mesh of 20: over the network, a node", "KB/s", Goal.AtMost(5));
    private readonly Figure _idleGrowth = new("idle processor time of a node by nodes, exponent", "", Goal.AtMost(0.2));
    private readonly Figure _changeGrowth = new("processor time of a change at all nodes by nodes, exponent", "", Goal.AtMost(1.1));
    private readonly Figure _change = new("processor time of a change, all of 20 nodes", "ms", Goal.None);

    public string Name => "nodes";

    public string About => "meshes of 1, 3, 10 and 20 nodes: idle cost, and what a change costs as they grow";

    public IReadOnlyList<Figure> Figures => [.. _idle, .. _memory, _bytes, _idleGrowth, _changeGrowth, _change];

    public async Task MeasureAsync(Course course)
    {
        var rest = TimeSpan.FromSeconds(course.Of(12, 4));
        var idle = new List<(double, double)>();
        var change = new List<(double, double)>();
        for (var i = 0; i < Sizes.Length; i++)
        {
            course.Say($"{Sizes[i]} nodes");
            await using var mesh = await MeshNodes.StartAsync(Sizes[i]);
            // What joining left behind, and what is compiled in the background.
            await Task.Delay(rest, TimeProvider.System);
            var (processor, bytes) = await RestAsync(mesh.Pids, rest);
            course.Readings.Mesh(_idle[i], processor);
            course.Readings.Mesh(_memory[i], mesh.Pids.Average(Proc.ResidentMegabytes));
            if (Sizes[i] == 20)
                course.Readings.Mesh(_bytes, bytes);
            var cost = await ChangeAsync(mesh, course.Of(1_000, 200));
            if (Sizes[i] == 20)
                course.Readings.Mesh(_change, cost);
            if (Sizes[i] == 1)
                continue;
            idle.Add((Sizes[i], processor));
            change.Add((Sizes[i], cost));
        }

        course.Readings.Mesh(_idleGrowth, Numbers.Exponent(idle));
        course.Readings.Mesh(_changeGrowth, Numbers.Exponent(change));
        await SerfAsync(course, rest);
    }

    private async Task SerfAsync(Course course, TimeSpan rest)
    {
        course.Say("ten agents of Serf");
        await using var agents = await SerfAgents.StartAsync(10);
        await Task.Delay(rest, TimeProvider.System);
        var (processor, _) = await RestAsync(agents.Pids, rest);
        course.Readings.Peer(_idle[2], processor);
        course.Readings.Peer(_memory[2], agents.Pids.Average(Proc.ResidentMegabytes));
    }

    /// <returns>Per cent of a core, and KB a second, of one of them.</returns>
    private static async Task<(double Processor, double Bytes)> RestAsync(IReadOnlyList<int> pids, TimeSpan rest)
    {
        var (processor, bytes) = (Proc.ProcessorTime(pids), Proc.LoopbackBytes());
        await Task.Delay(rest, TimeProvider.System);
        return (
            (Proc.ProcessorTime(pids) - processor) / rest / pids.Count * 100,
            (Proc.LoopbackBytes() - bytes) / rest.TotalSeconds / pids.Count / 1e3);
    }

    /// <summary>Registrations at each node in turn, one after the other.</summary>
    /// <returns>Milliseconds of processor time of all nodes together, for each.</returns>
    private static async Task<double> ChangeAsync(MeshNodes mesh, int changes)
    {
        await RegisterAsync(mesh.Apis, "warm", changes);
        var before = Proc.ProcessorTime(mesh.Pids);
        await RegisterAsync(mesh.Apis, "counted", changes);
        return (Proc.ProcessorTime(mesh.Pids) - before).TotalMilliseconds / changes;
    }

    private static async Task RegisterAsync(IReadOnlyList<NodeApi> nodes, string service, int changes)
    {
        for (var n = 0; n < changes; n++)
            await nodes[n % nodes.Count].RegisterAsync(service, $"i-{n}", ttl: "10m");
    }
}
