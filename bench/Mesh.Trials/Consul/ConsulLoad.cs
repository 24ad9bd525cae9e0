using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mesh.Trials.Consul;

/// <summary>A catalogue of services, and wrk against it, alike for a node of the mesh and for its peer.</summary>
internal static partial class ConsulLoad
{
    public const int Services = 1_000;
    public const int Instances = 10;

    /// <summary>Registers the catalogue: 2 tags, 4 metadata entries and one passing check each.</summary>
    public static async Task FillAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16 };
        await Parallel.ForAsync(0, Services * Instances, options, async (n, cancellation) =>
        {
            using var body = new StringContent(Registration(n % Services, n / Services), Encoding.UTF8);
            using var reply = await http.PutAsync(new Uri("/v1/agent/service/register", UriKind.Relative), body, cancellation);
            reply.EnsureSuccessStatusCode();
        });
    }

    public static async Task RegisterAsync(HttpClient http, int service, int instance)
    {
        using var body = new StringContent(Registration(service, instance), Encoding.UTF8);
        using var reply = await http.PutAsync(new Uri("/v1/agent/service/register", UriKind.Relative), body);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Requests a second as wrk counts them; and what it says of latency.</summary>
    public static async Task<(double Rate, string Text)> WrkAsync(Uri url, int connections, string query, int seconds)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Consul", "health.lua");
        var start = new ProcessStartInfo("wrk")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                // wrk wants a connection for each of its threads.
                $"-t{Math.Min(2, connections)}", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, url.ToString(), "--",
                Services.ToString(CultureInfo.InvariantCulture), query,
            },
        };
        using var wrk = Process.Start(start)!;
        var text = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (Errors().IsMatch(text))
            throw new InvalidOperationException($"wrk saw errors:\n{text}");
        return (double.Parse(Rate().Match(text).Groups[1].Value, CultureInfo.InvariantCulture), text);
    }

    public static string LatencyOf(string text) => $"p50 {At(text, "50")} p99 {At(text, "99")}";

    private static string At(string text, string percent) =>
        Regex.Match(text, $@"{percent}%\s+(\S+)").Groups[1].Value;

    private static string Registration(int service, int instance) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"Name":"s-{{service}}","ID":"s-{{service}}-{{instance}}","Address":"10.{{instance}}.{{service / 256}}.{{service % 256}}",
         "Port":{{8000 + instance}},"Tags":["primary","v{{instance}}"],
         "Meta":{"version":"1.{{instance}}","zone":"zone-{{instance % 3}}","team":"team-{{service % 17}}","build":"b{{service}}" },
         "Check":{"TTL":"24h","Status":"passing"} }
        """);

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("Non-2xx|Socket errors")]
    private static partial Regex Errors();
}
