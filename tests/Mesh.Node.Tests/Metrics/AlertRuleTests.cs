namespace Mesh.Node.Tests.Metrics;

public sealed class AlertRuleTests
{
    [Fact]
    public async Task Prometheus_finds_nothing_in_the_rules()
    {
        var (code, output) = await Promtool.RunAsync(DeployFiles.Prometheus, "check", "rules", "alerts.yml");

        Assert.True(code == 0, output);
        Assert.Contains($"{DeployFiles.Alerts().Count} rules found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_alert_fires_on_what_it_is_for()
    {
        var (code, output) = await Promtool.RunAsync(DeployFiles.Prometheus, "test", "rules", "alerts.test.yml");

        Assert.True(code == 0, output);
        Assert.Equal(DeployFiles.Alerts().Order(StringComparer.Ordinal), DeployFiles.Fired().Distinct().Order(StringComparer.Ordinal));
    }
}
