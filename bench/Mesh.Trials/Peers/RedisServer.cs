using System.Globalization;
using System.Text.RegularExpressions;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>One Redis, without persistence and without replicas, loaded by its own tool.</summary>
internal sealed partial class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly string _port;

    private RedisServer(ChildProcess process, string port)
    {
        _process = process;
        _port = port;
    }

    public static async Task<RedisServer> StartAsync(string folder)
    {
        var port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
        var redis = new RedisServer(ChildProcess.Start("redis-server", arguments, []), port);
        await NodeApi.UntilAsync(
            () => Task.FromResult(redis._process.Output.Contains("Ready to accept", StringComparison.OrdinalIgnoreCase)), StartLimit, "a Redis that is ready");
        return redis;
    }

    /// <summary>SET of 200 bytes.</summary>
    public async Task<double> SetsPerSecondAsync(int clients, int requests)
    {
        var output = await Command.OutputAsync(
            "redis-benchmark", "-p", _port, "-t", "set", "-d", "200", "-r", "100000", "-c", $"{clients}", "-n", $"{requests}", "-q");
        return double.Parse(Rate().Matches(output)[^1].Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex("([0-9.]+) requests per second")]
    private static partial Regex Rate();
}
