using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Mesh.Testing.Processes;

namespace Mesh.Trials;

/// <summary>
/// kill -9 of a process that writes to a store: does the file open, and is what was acknowledged in it? Then how many
/// writes a node acknowledges each second, without a store, with one, and durably.
/// </summary>
internal static class StoreTrial
{
    private const int Clients = 32;
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int kills)
    {
        var directory = Directory.CreateTempSubdirectory("mesh-store-trial-");
        try
        {
            var trial = new StoreKills(Path.Combine(directory.FullName, "kills"), Environment.TickCount);
            await trial.RunAsync(kills, n => Console.WriteLine($"  {n} of {kills} kills, {trial.Opened} opens"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"kill -9, {kills} times: {trial.Acknowledged} writes acknowledged, {trial.Opened} opens before the kill came, none without what was acknowledged"));
            await WritesAsync(directory.FullName);
            return 0;
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>In turns, so that what else the machine does meets all alike.</summary>
    private static async Task WritesAsync(string directory)
    {
        var figures = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            await WritesAsync("1 no store", [], figures);
            await WritesAsync("2 --data", ["--data", Path.Combine(directory, $"a{round}")], figures);
            await WritesAsync("3 --data --durable", ["--data", Path.Combine(directory, $"b{round}"), "--durable"], figures);
        }

        foreach (var (what, rates) in figures)
        {
            rates.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what[2..],-36} {rates[Rounds / 2],8:0} writes/s ({rates[0]:0} to {rates[^1]:0}), {Clients} clients of HTTP beside the node"));
        }
    }

    private static async Task WritesAsync(string what, string[] arguments, SortedDictionary<string, List<double>> figures)
    {
        await using var node = await NodeProcess.StartAsync([.. arguments, "--consul"]);
        using var http = new HttpClient { BaseAddress = node.Http };
        foreach (var (name, write) in ((string, Func<HttpClient, string, int, Task>)[])[("keys", Key), ("registrations", Instance)])
        {
            // The first time is the compiler's.
            await ManyAsync(http, "warm", WarmUp, write);
            var count = await ManyAsync(http, name, Time, write);
            if (!figures.TryGetValue($"{what}, {name}", out var rates))
                figures[$"{what}, {name}"] = rates = [];
            rates.Add(count / Time.TotalSeconds);
        }
    }

    private static async Task<int> ManyAsync(HttpClient http, string name, TimeSpan time, Func<HttpClient, string, int, Task> write)
    {
        var (since, count) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(since) < time)
                await write(http, name, Interlocked.Increment(ref count) % 5_000);
        })));
        return count;
    }

    private static async Task Key(HttpClient http, string name, int number)
    {
        using var body = new ByteArrayContent(new byte[200]);
        using var reply = await http.PutAsync($"/v1/kv/{name}/{number}", body);
        reply.EnsureSuccessStatusCode();
    }

    private static async Task Instance(HttpClient http, string name, int number)
    {
        var body = new { host = "10.0.0.1", port = 1 + (Environment.TickCount & 0x7fff), metadata = new { note = new string('n', 100) } };
        using var reply = await http.PutAsJsonAsync($"/mesh/v1/services/{name}-{number % 50}/i{number}", body);
        reply.EnsureSuccessStatusCode();
    }
}
