using System.Text;

namespace Mesh.Testing.Chaos;

/// <summary>Bad days on which many do one thing at once.</summary>
internal static class ChaosCrowds
{
    private const int Instances = 100;
    private const int Survivors = 40;
    private const int Watchers = 1_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Most of a service ends: what is left is offered throughout, the rest is gone.</summary>
    public static async Task CrashAsync(ChaosRun run)
    {
        const string service = "crowd";
        await run.LeaseAsync(service, Instances, ttl: "12s");
        int[] ports = [.. Enumerable.Range(1, Survivors)];
        for (var turn = 0; turn < 8; turn++)
        {
            await run.RenewAsync(service, Enumerable.Range(0, Survivors));
            await run.WaitAsync(3);
            foreach (var node in run.Nodes)
            {
                if (turn > 0 && await run.ListAsync(node, service) is { Listed: { } listed } && ports.Except(listed).ToArray() is [var first, ..])
                    run.Recorder.Refuse($"{node.Site} does not list {service} {first}, which is renewed");
            }
        }

        await run.OfferedAsync(service, ports, Limit);
    }

    /// <summary>A node ends under its watchers, who all come back to it at once, and hear of the next change.</summary>
    public static async Task WatchAsync(ChaosRun run)
    {
        const string service = "watched";
        var node = run.Some(1)[0];
        await WithWatchersAsync(run, node, service, _ => Task.CompletedTask);
        await run.EndAsync([node]);
        await run.StartAsync([node]);
        await WithWatchersAsync(run, node, service, async streams =>
        {
            await run.LeaseAsync(service, 1, ttl: "60s");
            var heard = await Task.WhenAll(streams.Select(HearsAsync));
            if (heard.Count(h => h) is var count && count < Watchers)
                run.Recorder.Refuse($"{count} of {Watchers} watchers heard of a change");
        });
    }

    private static async Task WithWatchersAsync(ChaosRun run, ChaosNode node, string service, Func<Stream[], Task> use)
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, Watchers).Select(_ => run.WatchAsync(node, service)));
        try
        {
            await use(streams);
        }
        finally
        {
            foreach (var stream in streams)
                await stream.DisposeAsync();
        }
    }

    private static async Task<bool> HearsAsync(Stream stream)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains("10.0.0.9", StringComparison.Ordinal))
                    return true;
            }
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or IOException)
        {
            // It was not told in time.
        }

        return false;
    }
}
