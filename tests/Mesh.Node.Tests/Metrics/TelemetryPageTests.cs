using System.Reflection;
using System.Text.RegularExpressions;
using Mesh.Telemetry;
using Mesh.Testing;

namespace Mesh.Node.Tests.Metrics;

/// <summary>docs/telemetry.md says what there is to watch: all of it, and nothing else.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathOf("docs", "telemetry.md"));

    [Fact]
    public void Page_lists_each_instrument_and_each_activity_once() =>
        Assert.Equal(
            Constants(typeof(MeshInstruments)).Concat(Constants(typeof(MeshActivities))).Order(StringComparer.Ordinal),
            Row().Matches(Page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Page_names_each_attribute() =>
        Assert.All(Constants(typeof(MeshAttributes)), a => Assert.Contains($"`{a}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Page_names_each_alert() =>
        Assert.All(DeployFiles.Alerts(), a => Assert.Contains($"`{a}`", Page, StringComparison.Ordinal));

    internal static IEnumerable<string> Constants(Type names) =>
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

    [GeneratedRegex(@"^\| `(mesh\.[a-z._]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
