namespace Mesh.Structure.Tests.Sources;

public sealed class PausesTests
{
    [Theory]
    [InlineData("await Task.Delay(1);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(span, TimeProvider.System);")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("pauses.ForEach(Thread.Sleep);")]
    public void Call_that_lets_time_pass_is_found_with_its_line(string statement) =>
        Assert.Equal([2], Pauses.In($"// first line\n{statement}"));

    [Theory]
    [InlineData("// Thread.Sleep(1)")]
    [InlineData("Log(\"Task.Delay(1)\");")]
    [InlineData("await Eventually.Is(condition);")]
    [InlineData("await task.WaitAsync(limit, time);")]
    public void Anything_else_is_not(string statement) => Assert.Empty(Pauses.In(statement));
}
