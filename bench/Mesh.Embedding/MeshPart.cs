using System.Globalization;
using Mesh.Catalog;
using Mesh.Client;

namespace Mesh.Embedding;

/// <summary>What the application has of the mesh: apart, so that without it nothing of it is loaded.</summary>
internal static class MeshPart
{
    private const int PerService = 100;
    private const int AtOnce = 64;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <param name="isOffered">The application is an instance itself, beside those that it is filled with.</param>
    public static void Add(WebApplicationBuilder builder, bool isOffered) => builder.AddMesh(m =>
    {
        if (isOffered)
            m.Register("embedding");
    });

    /// <summary>Prints, at each count, bytes that are alive after a collection, and bytes that are resident.</summary>
    public static async Task FillAsync(IServiceProvider services, int[] counts)
    {
        var client = services.GetRequiredService<IMeshClient>();
        await client.WhenReadyAsync();
        await PrintAsync(0);
        var from = 0;
        foreach (var count in counts)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
            await Parallel.ForAsync(from, count, options, async (n, stop) =>
            {
                var reply = await client.RegisterAsync(Instance(n), cancellation: stop);
                if (reply is not MeshReplies.Registered)
                    throw new InvalidOperationException($"instance {n} was not registered: {reply}");
            });
            from = count;
            await PrintAsync(count);
        }
    }

    private static async Task PrintAsync(int count)
    {
        // What the writes left behind for the replicator goes meanwhile.
        await Task.Delay(Rest, TimeProvider.System);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"instances":{{count}},"live":{{GC.GetTotalMemory(forceFullCollection: true)}},"resident":{{Environment.WorkingSet}}}"""));
    }

    private static ServiceInstance Instance(int n) => new()
    {
        Service = ServiceName.Parse(Text($"service-{n / PerService}")),
        Id = InstanceId.Parse(Text($"instance-{n}")),
        Host = Text($"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"),
        Port = 8_000 + (n % 100),
        Zone = Text($"zone-{n % 3}"),
        Version = Text($"2.{n % 2}.0"),
        Tags = ["blue", Text($"shard-{n % 4}")],
        Metadata = ValueMap<string>.From([new("team", "checkout"), new("build", Text($"b{n % 7}"))]),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
