using System.Xml.Linq;
using Mesh.Testing;

namespace Mesh.Structure.Tests.Projects;

/// <summary>A project of the repository: its sources and what its project file refers to, under whatever condition.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _xml;

    private ProjectFile(string path)
    {
        Path = path;
        Folder = System.IO.Path.GetDirectoryName(path)!;
        Name = System.IO.Path.GetFileNameWithoutExtension(path);
        _xml = XDocument.Load(path);
    }

    public string Name { get; }

    public string Path { get; }

    public string Folder { get; }

    /// <summary>By name, without the ones that are only built before and not compiled against.</summary>
    public IEnumerable<string> ProjectReferences =>
        Items("ProjectReference")
            .Where(r => r.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

    public IEnumerable<string> PackageReferences => Items("PackageReference").Select(r => r.Attribute("Include")!.Value);

    public IEnumerable<string> FrameworkReferences => Items("FrameworkReference").Select(r => r.Attribute("Include")!.Value);

    /// <summary>Paths relative to the project with forward slashes, without what the build writes.</summary>
    public IEnumerable<string> SourceFiles =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Folder, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("bin/", StringComparison.Ordinal) && !f.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public string Text(string file) => File.ReadAllText(System.IO.Path.Combine(Folder, file));

    /// <summary>The projects one level below these folders of the repository.</summary>
    public static IReadOnlyList<ProjectFile> Under(params string[] folders) =>
    [
        .. folders.SelectMany(f => Directory.EnumerateDirectories(SourceTree.PathOf(f)))
            .SelectMany(d => Directory.EnumerateFiles(d, "*.csproj"))
            .Order(StringComparer.Ordinal)
            .Select(p => new ProjectFile(p)),
    ];

    /// <summary>The names of <paramref name="project"/>'s references, of theirs, and so on.</summary>
    public static IReadOnlySet<string> Closure(ProjectFile project, IReadOnlyList<ProjectFile> all)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(project.ProjectReferences);
        while (open.TryDequeue(out var name))
        {
            if (found.Add(name) && all.FirstOrDefault(p => p.Name == name) is { } referenced)
                foreach (var next in referenced.ProjectReferences)
                    open.Enqueue(next);
        }

        return found;
    }

    private IEnumerable<XElement> Items(string kind) => _xml.Descendants(kind).Where(r => r.Attribute("Include") is not null);
}
