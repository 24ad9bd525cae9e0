using System.Text.RegularExpressions;
using Mesh.Trials.Rows;

namespace Mesh.Trials.Tests.Rows;

public sealed partial class AllRowsTests
{
    [Fact]
    public void Row_has_a_name_of_its_own_that_is_one_word() => Assert.All(
        AllRows.All.GroupBy(r => r.Name), g => Assert.True(g.Count() == 1 && Word().IsMatch(g.Key), g.Key));

    [Fact]
    public void Figure_is_in_one_line_of_the_summary_alone() =>
        Assert.Empty(AllRows.All.SelectMany(r => r.Figures).GroupBy(f => f).Where(g => g.Count() > 1).Select(g => g.Key.Name));

    [Fact]
    public void Figure_with_a_multiple_as_its_goal_names_its_peer() =>
        Assert.All(AllRows.All.SelectMany(r => r.Figures), f => Assert.True(f.Peer is not null || !f.Goal.ToString().EndsWith('×'), f.Name));

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex Word();
}
