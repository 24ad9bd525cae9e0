using Mesh.Structure.Tests.Folders;
using Mesh.Structure.Tests.Projects;
using Mesh.Structure.Tests.Sources;

namespace Mesh.Structure.Tests;

/// <summary>The folders of a project stand in layers: no two use each other, not even through others.</summary>
public sealed class FolderCycleTests
{
    private static readonly IReadOnlyList<ProjectFile> All = ProjectFile.Under("src");

    public static TheoryData<string> ProjectNames => [.. All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Folders_of_a_project_have_no_cycle(string name)
    {
        var uses = TypeUses.In(ProjectCompilation.Of(All.Single(p => p.Name == name), All));
        var report = CycleReport.Of(new FolderGraph(uses.Uses));

        Offenders.None($"{name}: these names of its own types are not understood, so uses are missed", uses.Unbound);
        Assert.True(report.Length == 0, $"{name}: folders use each other in a circle.\n{report}");
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Partial_type_lies_in_one_folder(string name) =>
        Offenders.None(
            $"{name}: these types have parts in several folders",
            DeclaredType.In(All.Single(p => p.Name == name))
                .GroupBy(t => t.FullName, t => Use.FolderOf(t.File), StringComparer.Ordinal)
                .Where(g => g.Distinct().Count() > 1)
                .Select(g => g.Key));
}
