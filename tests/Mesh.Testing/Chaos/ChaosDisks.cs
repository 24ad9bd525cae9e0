using Mesh.Testing.Processes;

namespace Mesh.Testing.Chaos;

/// <summary>Bad days of a disk: it is slow, or a small one of the node's own is full or read-only for a while.</summary>
internal static class ChaosDisks
{
    private const int Kib = 4_096;
    private const double Seconds = 15;
    private const int SlowWrites = 8;
    private const double SlowSeconds = 20;

    public static async Task FullAsync(ChaosRun run)
    {
        using var disk = SmallDisk.TryMake(Kib) ?? throw new InvalidOperationException("a small disk cannot be mounted here");
        var node = run.Some(1)[0];
        var usual = node.Data;
        await RestartAsync(run, node, disk.Path, isKill: false);
        disk.Fill();
        await run.WaitAsync(Seconds);
        disk.Empty();
        // What could not be stored meanwhile is tried again until it is.
        await run.WaitAsync(Seconds / 3);
        await RestartAsync(run, node, disk.Path, isKill: true);
        await RestartAsync(run, node, usual, isKill: false);
    }

    /// <summary>The kernel has found an error; who repairs the disk has to stop the node for it.</summary>
    public static async Task ReadOnlyAsync(ChaosRun run)
    {
        using var disk = FailingDisk.Make();
        var node = run.Some(1)[0];
        var usual = node.Data;
        await RestartAsync(run, node, disk.Path, isKill: false);
        disk.Fail();
        await run.WaitAsync(Seconds);
        await run.EndAsync([node]);
        disk.Repair();
        await run.StartAsync([node]);
        await RestartAsync(run, node, usual, isKill: false);
    }

    public static async Task SlowAsync(ChaosRun run)
    {
        var node = run.Some(1)[0];
        using (SlowDisk.Make(node.Data, node.ProcessId, SlowWrites))
            await run.WaitAsync(SlowSeconds);
    }

    private static async Task RestartAsync(ChaosRun run, ChaosNode node, string data, bool isKill)
    {
        await run.EndAsync([node], isKill);
        node.Data = data;
        await run.StartAsync([node]);
    }
}
