using System.Diagnostics;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// From the sending of a registration over HTTP at one node to its being listed over HTTP by each of the two others.
/// The figure includes three HTTP exchanges: the registration and the polls that find it.
/// </summary>
internal static class Propagation
{
    public static async Task RunAsync(int trials)
    {
        await using var trio = await Trio.StartAsync();
        var listed = new List<TimeSpan>();
        var answered = new List<TimeSpan>();
        for (var trial = -20; trial < trials; trial++)
        {
            var at = Math.Abs(trial) % 3;
            var id = $"t{trial}";
            var began = Stopwatch.GetTimestamp();
            var seen = Task.WhenAll(new[] { (at + 1) % 3, (at + 2) % 3 }.Select(n => SeenAsync(trio.Apis[n], id, began)));
            await trio.Apis[at].RegisterAsync("orders", id);
            var reply = Stopwatch.GetElapsedTime(began);
            var times = await seen;
            await trio.Apis[at].DeregisterAsync("orders", id);
            if (trial < 0)
                continue;
            answered.Add(reply);
            listed.AddRange(times);
        }

        Figures.Print("register over HTTP, answered", answered);
        Figures.Print("register over HTTP, listed by each other node", listed);
    }

    private static async Task<TimeSpan> SeenAsync(NodeApi api, string id, long began)
    {
        await NodeApi.UntilAsync(async () => (await api.IdsAsync("orders")).Contains(id), TimeSpan.FromSeconds(10), $"{id} listed");
        return Stopwatch.GetElapsedTime(began);
    }
}
