using System.Globalization;
using Mesh.Testing;

namespace Mesh.Packages.Tests;

/// <summary>docs/tutorial.md, from the packages, in a folder that has nothing else.</summary>
[Collection(nameof(PackedFeed))]
public sealed class TutorialTests(PackedFeed packed)
{
    [Fact]
    public async Task Every_command_of_the_tutorial_does_what_the_page_says()
    {
        await using var run = new TutorialRun(packed.Outside("tutorial"));
        var steps = TutorialPage.Steps();

        Assert.Contains(steps, s => s.Kind == TutorialStep.Restart);
        Assert.Contains(steps, s => s.Kind == TutorialStep.Never);
        foreach (var step in steps)
            await DoAsync(run, step);
    }

    private static async Task DoAsync(TutorialRun run, TutorialStep step)
    {
        switch (step.Kind)
        {
            case TutorialStep.Run:
                await run.RunAsync(step.Text, Patience.Limit * 10);
                break;
            case TutorialStep.Terminal:
                await run.OpenTerminalAsync(step.Text);
                break;
            case TutorialStep.Restart:
                await run.RestartAsync(int.Parse(step.Text, CultureInfo.InvariantCulture));
                break;
            case TutorialStep.Expect:
                Assert.Contains(run.Real(step.Text), run.Output, StringComparison.Ordinal);
                break;
            default:
                var (terminal, text) = (step.Text[0] - '0', step.Text[2..]);
                // Calls went on, and none was lost.
                await Eventually.IsAsync(
                    () => Task.FromResult(run.PrintedBy(terminal).Contains("orders, process", StringComparison.Ordinal)),
                    () => run.PrintedBy(terminal));
                Assert.DoesNotContain(text, run.PrintedBy(terminal), StringComparison.Ordinal);
                break;
        }
    }
}
