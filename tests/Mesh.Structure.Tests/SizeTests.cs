using Mesh.Structure.Tests.Projects;
using Mesh.Structure.Tests.Sources;

namespace Mesh.Structure.Tests;

/// <summary>Files and types are small enough to be read at once.</summary>
public sealed class SizeTests
{
    private const int Most = 400;
    private const int MostInTests = 500;
    private const int Median = 80;

    private static readonly IReadOnlyList<ProjectFile> Sources = ProjectFile.Under("src", "bench", "samples");
    private static readonly IReadOnlyList<ProjectFile> Tests = ProjectFile.Under("tests");

    [Fact]
    public void Source_file_has_400_lines_at_most() => Offenders.None("Split these files", Longer(Sources, Most));

    [Fact]
    public void Test_file_has_500_lines_at_most() =>
        Offenders.None("Split these files", Longer(Tests, MostInTests));

    [Fact]
    public void Type_has_400_lines_at_most_over_all_its_files() =>
        Offenders.None(
            "Split these types",
            from project in Sources
            from type in DeclaredType.In(project).GroupBy(t => t.FullName, StringComparer.Ordinal)
            let lines = type.Sum(t => t.Lines)
            where lines > Most
            select $"{project.Name}: {type.Key} has {lines} lines in {type.Select(t => t.File).Distinct().Count()} files");

    [Fact]
    public void Median_source_file_is_shorter_than_80_lines()
    {
        var lines = Files(ProjectFile.Under("src")).Select(f => f.Lines).Order().ToArray();

        Assert.InRange(lines[lines.Length / 2], 1, Median - 1);
    }

    [Fact]
    public void Source_file_declares_one_type_at_most() =>
        Offenders.None(
            "Give each of these types a file",
            from project in ProjectFile.Under("src")
            from file in DeclaredType.In(project).Where(t => !t.IsNested && !t.IsFileLocal).GroupBy(t => t.File)
            let types = file.Select(t => t.FullName.Split('.')[^1]).Distinct().ToArray()
            where types.Length > 1
            select $"{project.Name}/{file.Key}: {string.Join(", ", types)}");

    private static IEnumerable<string> Longer(IEnumerable<ProjectFile> projects, int most) =>
        Files(projects).Where(f => f.Lines > most).Select(f => $"{f.File} has {f.Lines} lines");

    private static IEnumerable<(string File, int Lines)> Files(IEnumerable<ProjectFile> projects) =>
        from project in projects
        from file in project.SourceFiles
        select ($"{project.Name}/{file}", File.ReadLines(Path.Combine(project.Folder, file)).Count());
}
