using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class DescendantsTests
{
    [Fact]
    public void Descendants_are_children_and_theirs_and_nobody_else()
    {
        var parents = new Dictionary<int, int> { [10] = 1, [11] = 10, [12] = 11, [13] = 10, [20] = 1, [21] = 20 };

        Assert.Equal([11, 12, 13], Descendants.Of(10, parents).Order());
    }
}
