using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Packages.Tests;

/// <summary>
/// The steps of docs/tutorial.md in order: commands to run, commands to leave running, each numbered in order, and what the
/// comments in it expect.
/// </summary>
internal static partial class TutorialPage
{
    public static IReadOnlyList<TutorialStep> Steps() =>
        [.. Step().Matches(File.ReadAllText(SourceTree.PathOf("docs", "tutorial.md"))).Select(Of)];

    private static TutorialStep Of(Match match) => match.Groups["kind"] is { Success: true } kind
        ? new TutorialStep(kind.Value, match.Groups["text"].Value.Trim())
        : new TutorialStep(match.Groups["terminal"].Success ? TutorialStep.Terminal : TutorialStep.Run, match.Groups["commands"].Value);

    [GeneratedRegex(@"^```sh(?<terminal> terminal)?\n(?<commands>.*?)^```$|^<!-- (?<kind>expect|restart|never): (?<text>.*?) -->$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Step();
}
