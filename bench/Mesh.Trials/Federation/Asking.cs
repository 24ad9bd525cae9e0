using System.Diagnostics;
using System.Text.Json;
using Mesh.Testing.Sites;

namespace Mesh.Trials.Federation;

/// <summary>Questions to gateways over their HTTP API, from within their site, and how long the answers took.</summary>
internal static class Asking
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>From the question for a service of another mesh to its instances; the node answers when it has them.</summary>
    public static async Task<TimeSpan> LocateAsync(SiteGateway asker, string service, string expected)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Ids(await asker.Api.GetAsync($"/mesh/v1/services/{service}")).Contains(expected))
        {
            if (Stopwatch.GetElapsedTime(began) > Limit)
                throw new TimeoutException($"{asker.Options} did not find {service} within {Limit}; it printed:\n{asker.Output}");
        }

        return Stopwatch.GetElapsedTime(began);
    }

    public static Task<JsonElement> SeeAsync(SiteGateway asker, string service) => asker.Api.GetAsync($"/mesh/v1/services/{service}");

    public static string[] Ids(JsonElement detail) =>
        [.. detail.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];

    /// <summary>Does the overlay know a mesh that exports the service?</summary>
    public static async Task<bool> IsInOverlayAsync(SiteGateway asker, string service, string deadline = "5s")
    {
        var reply = await asker.Api.GetAsync($"/mesh/v1/kad/lookup?service={service}&deadline={deadline}");
        return reply.GetProperty("meshes").GetArrayLength() > 0;
    }

    public static async Task<string[]> TableAsync(SiteGateway gateway)
    {
        var table = await gateway.Api.GetAsync("/mesh/v1/kad/table");
        return [.. table.GetProperty("peers").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }

    public static async Task<string> NodeIdAsync(SiteGateway gateway) =>
        (await gateway.Api.GetAsync("/mesh/v1/kad/table")).GetProperty("node").GetString()!;

    /// <summary>Runs so many at a time, and answers in the order of the questions.</summary>
    public static async Task<TOut[]> AllAsync<TIn, TOut>(IEnumerable<TIn> questions, int atOnce, Func<TIn, Task<TOut>> ask)
    {
        var all = questions.ToArray();
        var answers = new TOut[all.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForEachAsync(Enumerable.Range(0, all.Length), options, async (i, _) => answers[i] = await ask(all[i]));
        return answers;
    }
}
