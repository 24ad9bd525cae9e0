using Mesh.Trials.Comparison;

namespace Mesh.Trials.Tests.Comparison;

public sealed class ComparisonArgumentsTests
{
    private static readonly string[] Rows = ["register", "idle"];

    [Fact]
    public void Nothing_asks_for_the_full_run_of_all()
    {
        Assert.True(ComparisonArguments.TryRead([], Rows, out var read, out _));
        Assert.False(read.IsQuick);
        Assert.Empty(read.Only);
    }

    [Fact]
    public void Rows_and_quick_are_read_in_any_order()
    {
        Assert.True(ComparisonArguments.TryRead(["--only", "idle", "--quick", "--only", "register"], Rows, out var read, out _));
        Assert.True(read.IsQuick);
        Assert.Equal(["idle", "register"], read.Only);
    }

    [Theory]
    [InlineData("--only", "idel")]
    [InlineData("--only")]
    [InlineData("--fast")]
    public void What_is_not_understood_is_named(params string[] arguments)
    {
        Assert.False(ComparisonArguments.TryRead(arguments, Rows, out _, out var fault));
        Assert.Contains(arguments[^1], fault, StringComparison.Ordinal);
    }
}
