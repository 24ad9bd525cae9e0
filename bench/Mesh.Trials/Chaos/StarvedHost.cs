using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Mesh.Trials.Chaos;

/// <summary>
/// A program that embeds a node and registers one instance. While a file is there it keeps every thread of the pool waiting, as
/// programs do that block where they should await.
/// </summary>
internal static class StarvedHost
{
    public const string Service = "starved";
    public const int Port = 9_000;

    /// <summary>More than the pool makes threads for in the time that it is starved.</summary>
    private const int Blocked = 2_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <param name="arguments">The host that it listens at, a seed, and the file.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (host, seed, file) = (arguments[0], arguments[1], arguments[2]);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mesh:Host"] = host,
            ["Mesh:Insecure"] = "true",
            ["Mesh:Seeds:0"] = seed,
        });
        builder.AddMesh(mesh => mesh.Register(Service, Port));
        using var program = builder.Build();
        // A thread of its own: the pool's are what it takes.
        new Thread(() => Starve(file)) { IsBackground = true }.Start();
        await program.RunAsync();
        return 0;
    }

    private static void Starve(string file)
    {
        using var never = new ManualResetEventSlim();
        while (true)
        {
            if (File.Exists(file))
                Block(file);
            never.Wait(Look);
        }
    }

    private static void Block(string file)
    {
        // Not disposed: who waits last may still look at it.
        var end = new ManualResetEventSlim();
        for (var n = 0; n < Blocked; n++)
            ThreadPool.UnsafeQueueUserWorkItem(static e => e.Wait(), end, preferLocal: false);
        while (File.Exists(file))
            end.Wait(Look);
        end.Set();
    }
}
