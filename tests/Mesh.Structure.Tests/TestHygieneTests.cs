using System.Text.RegularExpressions;
using Mesh.Structure.Tests.Projects;
using Mesh.Structure.Tests.Sources;

namespace Mesh.Structure.Tests;

/// <summary>Tests wait for what happens, not for time to pass, and leave nothing behind.</summary>
public sealed partial class TestHygieneTests
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

    /// <summary>The runner disposes of IDisposable and IAsyncLifetime alone: what else is to be ended would live on.</summary>
    [Fact]
    public void Test_class_is_disposed_of_by_the_runner() =>
        Offenders.None(
            "Implement IAsyncLifetime: the runner does not know IAsyncDisposable",
            from project in ProjectFile.Under("tests")
            from file in project.SourceFiles
            where OnlyAsyncDisposable().IsMatch(project.Text(file))
            select $"{project.Name}/{file}");

    [GeneratedRegex(@"class \w+Tests\b(?![^{;]*\bIAsyncLifetime\b)[^{;]*\bIAsyncDisposable\b")]
    private static partial Regex OnlyAsyncDisposable();
}
