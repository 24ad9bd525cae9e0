using System.Text.Json;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>A program that finds what to scrape at the doors of a node: it answers Prometheus' HTTP API.</summary>
internal static class Scraper
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    /// <summary>The targets that it scrapes now, as lines in order.</summary>
    public static async Task<string[]> TargetsAsync(HttpClient web, Func<JsonElement, string> line)
    {
        var reply = JsonDocument.Parse(await web.GetStringAsync("/api/v1/targets?state=active")).RootElement;
        return [.. reply.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Select(line).Order(StringComparer.Ordinal)];
    }

    public static Task UntilAsync<T>(Func<Task<T>> look, Func<T, bool> fits, ChildProcess process, string expected) => Eventually.SeesAsync(
        () => process.HasExited ? throw new InvalidOperationException($"the process ended; it printed:\n{process.Output}") : look(),
        fits,
        expected,
        seen => $"{(seen is string[] lines ? string.Join("; ", lines) : seen)}; it printed:\n{process.Output}",
        Limit,
        TimeSpan.FromMilliseconds(200),
        // It is still starting, or takes its time.
        trouble => trouble is HttpRequestException or OperationCanceledException);
}
