using System.Globalization;
using System.Text.Json;
using Mesh.Testing;

namespace Mesh.Trials.Peers;

/// <summary>The load of bench/load, written in Go for the clients that people use; built when it is first needed.</summary>
internal static class LoadTool
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly Lazy<Task<string>> Program = new(BuildAsync);

    /// <param name="load">Its name, such as "register".</param>
    public static async Task<LoadFigures> RunAsync(string load, IEnumerable<string> endpoints, params (string Name, double Value)[] options)
    {
        string[] arguments =
        [
            "-endpoints", string.Join(',', endpoints),
            .. options.SelectMany(o => (string[])[$"-{o.Name}", o.Value.ToString(CultureInfo.InvariantCulture)]),
            load,
        ];
        var output = await Command.OutputAsync(await Program.Value, arguments);
        return JsonSerializer.Deserialize<LoadFigures>(output.Split('\n').Last(l => l.StartsWith('{')), Json)!;
    }

    /// <summary>Builds it, so that no figure has the time of that in it.</summary>
    public static Task PrepareAsync() => Program.Value;

    private static async Task<string> BuildAsync()
    {
        var output = SourceTree.PathOf("bench", "Mesh.Trials", "obj", "go");
        var target = Path.Combine(output, "load");
        await Command.OutputAsync(
            "go",
            ["build", "-o", target, "load"],
            [
                new("GO111MODULE", "off"),
                new("GOPATH", $"{SourceTree.PathOf("bench", "load")}:/usr/share/gocode"),
                new("GOCACHE", Path.Combine(output, "cache")),
            ]);
        return target;
    }
}
