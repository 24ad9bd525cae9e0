using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class SummaryTextTests
{
    private static readonly Figure Rate = new("registrations", "1/s", Goal.AtLeastTimes(5), "etcd");
    private static readonly Figure Idle = new("idle", "%", Goal.AtMost(1));

    private static readonly RowResult Whole = new(
        "register", [new(Rate, 6_000, 1_000), new(Idle, 2, null)], null, TimeSpan.FromSeconds(9));

    private static readonly RowResult Broken = new(
        "zookeeper", [new(Rate, 6_000, null)], "java was not\nfound", TimeSpan.FromSeconds(1));

    [Fact]
    public void Document_has_a_line_for_each_figure()
    {
        var lines = SummaryText.Document([Whole], ["a fact"]).Split('\n');

        Assert.Contains("- a fact", lines);
        Assert.Contains("| register | registrations | ≥ 5 × | 6,000 1/s | 1,000 1/s (etcd) | 6 | yes |", lines);
        Assert.Contains("| register | idle | ≤ 1 | 2 % | – | – | **no** |", lines);
        Assert.DoesNotContain("not measured to their end", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_says_why_a_row_was_not_measured_in_one_line()
    {
        var lines = SummaryText.Document([Whole, Broken], []).Split('\n');

        Assert.Contains("- **zookeeper**: java was not found", lines);
        Assert.Contains("| zookeeper | registrations | ≥ 5 × | 6,000 1/s | – (etcd) | – | not measured |", lines);
    }

    [Fact]
    public void Counts_are_of_figures() => Assert.Equal(
        "3 figures: 1 goals met, 1 missed, 0 without a goal, 1 not measured.", SummaryText.Counts([Whole, Broken]));

    [Fact]
    public void Terminal_shows_a_failure_below_the_figures()
    {
        var lines = SummaryText.Lines(Broken).ToArray();

        Assert.Equal(2, lines.Length);
        Assert.Contains("registrations", lines[0], StringComparison.Ordinal);
        Assert.Contains("java was not found", lines[1], StringComparison.Ordinal);
    }
}
