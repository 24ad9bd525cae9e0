using Mesh.Structure.Tests.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mesh.Structure.Tests.Sources;

/// <summary>A project's sources and what the build generated for them, ready to be asked what a name means.</summary>
internal static class ProjectCompilation
{
    /// <summary>For a project that has not been built, as the optional one: what its SDK would have generated.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <param name="project">The one to compile.</param>
    /// <param name="all">The projects among which its references are looked up.</param>
    /// <returns>Trees of the project's files carry their relative path, trees of generated code an empty one.</returns>
    public static CSharpCompilation Of(ProjectFile project, IReadOnlyList<ProjectFile> all) =>
        Of(
            project.Name,
            [
                .. project.SourceFiles.Select(f => (f, project.Text(f))),
                .. Generated(project).Select(text => ("", text)),
            ],
            ProjectFile.Closure(project, all));

    /// <summary>As above, for files that need not exist.</summary>
    public static CSharpCompilation Of(
        string name, IEnumerable<(string Path, string Text)> files, IReadOnlySet<string> projects) =>
        CSharpCompilation.Create(
            name,
            files.Select(f => SourceText.Parse(f.Text, f.Path)),
            BuildReferences.With(projects),
            // An executable may have statements outside of types; that a library has no entry point is no matter here.
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<string> Generated(ProjectFile project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var folder = Path.Combine(project.Folder, "obj", output.Parent!.Name, output.Name);
        if (!Directory.Exists(folder))
            return [ImplicitUsings];
        return Directory.EnumerateFiles(folder, "*.cs")
            .Where(f => !f.EndsWith("AssemblyInfo.cs", StringComparison.Ordinal)
                && !f.EndsWith("AssemblyAttributes.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText);
    }
}
