using System.Reflection;
using Mesh.Catalog;
using Mesh.Dashboard.Models;

namespace Mesh.Dashboard.Tests.Models;

public sealed class StoryTests
{
    [Fact]
    public void Step_says_who_saw_what_and_how_long_after_the_one_before()
    {
        var key = new InstanceKey(ServiceName.Parse("orders"), InstanceId.Parse("a"));
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var lines = StoryLine.Of(
        [
            new(at, key, "registered", new(Causes.Registered, "n1:1", "")),
            new(at.AddSeconds(3), key, "removed", new(Causes.MemberRemoved, "n2:1", "no answer")),
        ]);

        Assert.Equal((null, "it was registered"), (lines[0].SinceLast, lines[0].Cause));
        Assert.Equal((TimeSpan.FromSeconds(3), "n2:1", "no answer", Tone.Bad), (lines[1].SinceLast, lines[1].Observer, lines[1].Detail, lines[1].Tone));
    }

    [Fact]
    public void Every_cause_has_words_of_its_own()
    {
        var causes = typeof(Causes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToArray();

        Assert.NotEmpty(causes);
        Assert.All(causes, c => Assert.NotEqual(c, CauseText.Of(c)));
    }
}
