using System.Text.Json;
using System.Text.RegularExpressions;
using Mesh.Telemetry;

namespace Mesh.Node.Tests.Metrics;

/// <summary>What dashboard and rules ask for is what nodes and applications show.</summary>
public sealed partial class ScrapedNamesTests
{
    private static readonly string[] Suffixes = ["_total", "_seconds", "_bytes", "_bucket", "_count", "_sum"];
    private static readonly HashSet<string> Known =
        [.. TelemetryPageTests.Constants(typeof(MeshInstruments)).Select(n => n.Replace('.', '_'))];

    [Fact]
    public void Rules_ask_for_metrics_that_there_are() =>
        Assert.Empty(Unknown(File.ReadAllText(Path.Combine(DeployFiles.Prometheus, "alerts.yml"))));

    [Fact]
    public void Dashboard_asks_for_metrics_that_there_are_and_each_panel_for_one()
    {
        using var board = JsonDocument.Parse(File.ReadAllText(DeployFiles.Dashboard));
        var panels = board.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row").ToArray();

        Assert.NotEmpty(panels);
        Assert.Equal(panels.Length, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()), t =>
        {
            var expression = t.GetProperty("expr").GetString()!;
            Assert.Matches(Metric(), expression);
            Assert.Empty(Unknown(expression));
        });
    }

    private static IEnumerable<string> Unknown(string text) =>
        Metric().Matches(text).Select(m => m.Value).Where(name => !IsKnown(name)).Distinct();

    private static bool IsKnown(string name) =>
        name is "mesh_door" or "mesh_outcome" or "mesh_service" or "mesh_caller"
        || Known.Contains(name)
        || Suffixes.Any(s => name.EndsWith(s, StringComparison.Ordinal) && IsKnown(name[..^s.Length]));

    [GeneratedRegex(@"\bmesh_[a-z_]+")]
    private static partial Regex Metric();
}
