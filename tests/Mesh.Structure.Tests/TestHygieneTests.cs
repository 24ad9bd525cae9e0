using Mesh.Structure.Tests.Projects;
using Mesh.Structure.Tests.Sources;

namespace Mesh.Structure.Tests;

/// <summary>Tests wait for what happens, not for time to pass.</summary>
public sealed class TestHygieneTests
{
    /// <summary>What waits on behalf of all tests lies here.</summary>
    private const string Waiting = "Mesh.Testing";

    [Fact]
    public void Test_does_not_sleep() =>
        Offenders.None(
            "Await what is to happen instead",
            from project in ProjectFile.Under("tests")
            where project.Name != Waiting
            from file in project.SourceFiles
            from line in Pauses.In(project.Text(file))
            select $"{project.Name}/{file}({line})");
}
