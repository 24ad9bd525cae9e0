using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Node.Tests.Metrics;

/// <summary>What deploy/ has for Prometheus and Grafana.</summary>
internal static partial class DeployFiles
{
    public static string Prometheus { get; } = SourceTree.PathOf("deploy", "prometheus");

    public static string Dashboard { get; } = SourceTree.PathOf("deploy", "grafana", "mesh.json");

    public static IReadOnlyList<string> Alerts() => Names("alerts.yml", Alert());

    /// <summary>The alerts that the tests of the rules expect to be there.</summary>
    public static IReadOnlyList<string> Fired() => Names("alerts.test.yml", Fires());

    private static string[] Names(string file, Regex line) =>
        [.. line.Matches(File.ReadAllText(Path.Combine(Prometheus, file))).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^ *- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^ *alertname: (\w+)\n *exp_alerts:\n *- ", RegexOptions.Multiline)]
    private static partial Regex Fires();
}
