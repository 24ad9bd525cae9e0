using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Bridge;

/// <summary>How many instances of some services a node shows.</summary>
internal sealed class CopyCount(Uri node) : IDisposable
{
    private const int Writers = 32;

    private readonly NodeApi _api = new(node);

    public async Task RegisterAsync(string name, int services, int count)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var n && n < count)
                await _api.RegisterAsync($"{name}-{n % services}", $"i{n}", 1 + n, lifetime: "floating");
        }));
    }

    /// <summary>From the first that is shown to the last.</summary>
    public Task<TimeSpan> RateAsync(string name, int services, int count) => Arrival.OfAsync(() => NowAsync(name, services), count);

    /// <summary>The smallest number that is shown at any time of this.</summary>
    public async Task<int> LeastAsync(string name, int services, TimeSpan time)
    {
        var (began, least) = (Stopwatch.GetTimestamp(), int.MaxValue);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            least = Math.Min(least, await NowAsync(name, services));
            await Task.Delay(Arrival.Pause, TimeProvider.System);
        }

        return least;
    }

    public void Dispose() => _api.Dispose();

    private async Task<int> OfAsync(string service)
    {
        try
        {
            return (await _api.IdsAsync(service)).Length;
        }
        catch (InvalidOperationException nobody) when (nobody.Message.Contains("answered 404", StringComparison.Ordinal))
        {
            return 0;
        }
    }

    private async Task<int> NowAsync(string name, int services)
    {
        var sum = 0;
        for (var n = 0; n < services; n++)
            sum += await OfAsync($"{name}-{n}");
        return sum;
    }
}
