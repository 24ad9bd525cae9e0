using System.Text.RegularExpressions;
using Mesh.Structure.Tests.Projects;

namespace Mesh.Structure.Tests;

/// <summary>Lines of the log are filtered by their event's number, and read by people.</summary>
public sealed partial class LogEventTests
{
    [Fact]
    public void Number_of_an_event_is_that_of_one_line() =>
        Offenders.None(
            "Give each line a number of its own",
            Messages().GroupBy(m => m.Number).Where(g => g.Count() > 1)
                .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Place))}"));

    [Fact]
    public void Duration_is_told_as_people_write_it() =>
        Offenders.None(
            "Pass DurationText.Format: a TimeSpan is told as 00:00:10",
            Messages().Where(m => m.Declaration.Contains("TimeSpan ", StringComparison.Ordinal)).Select(m => m.Place));

    private static IEnumerable<(string Number, string Declaration, string Place)> Messages() =>
        from project in ProjectFile.Under("src")
        from file in project.SourceFiles
        let text = project.Text(file)
        from Match match in Message().Matches(text)
        select (match.Groups["number"].Value.Replace("_", "", StringComparison.Ordinal), match.Value, $"{project.Name}/{file}");

    [GeneratedRegex(@"LoggerMessage\((EventId = )?(?<number>[0-9_]+).*?;", RegexOptions.Singleline)]
    private static partial Regex Message();
}
