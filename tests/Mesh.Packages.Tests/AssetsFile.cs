using System.Text.Json;
using Mesh.Testing;

namespace Mesh.Packages.Tests;

/// <summary>What NuGet has resolved for a project: each package with its version and what asked for it.</summary>
internal sealed class AssetsFile
{
    private readonly JsonElement _root;

    private AssetsFile(JsonElement root) => _root = root;

    /// <summary>The folders in which restored packages lie.</summary>
    public IReadOnlyList<string> PackageFolders => [.. _root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];

    public static AssetsFile Of(string project)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SourceTree.PathOf("src", project, "obj", "project.assets.json")));
        return new AssetsFile(document.RootElement.Clone());
    }

    /// <summary>Every package that was resolved, as "Name/Version".</summary>
    public IEnumerable<string> Packages() => _root.GetProperty("targets").EnumerateObject()
        .SelectMany(t => t.Value.EnumerateObject())
        .Where(l => l.Value.GetProperty("type").GetString() == "package")
        .Select(l => l.Name).Distinct();

    /// <summary>
    /// Packages of a version that no package asks for: who refers to the project from elsewhere is given another one. What
    /// the project, or one that it refers to, asks for itself is asked for elsewhere too.
    /// </summary>
    public IEnumerable<string> AskedForByNobody() =>
        _root.GetProperty("targets").EnumerateObject().SelectMany(t => AskedForByNobody(t.Name, t.Value));

    private IEnumerable<string> AskedForByNobody(string framework, JsonElement target)
    {
        var resolved = target.EnumerateObject().ToArray();
        var asked = resolved
            .Where(l => l.Value.TryGetProperty("dependencies", out _))
            .SelectMany(l => l.Value.GetProperty("dependencies").EnumerateObject())
            .Select(d => (Name: d.Name.ToLowerInvariant(), Version: Least(d.Value.GetString()!)))
            .Concat(Direct(framework))
            .ToLookup(d => d.Name, d => d.Version);
        return resolved
            .Where(l => l.Value.GetProperty("type").GetString() == "package")
            .Select(l => l.Name.Split('/'))
            .Where(l => !asked[l[0].ToLowerInvariant()].Contains(l[1], StringComparer.OrdinalIgnoreCase))
            .Select(l => $"{framework}: {l[0]} {l[1]}, asked for {string.Join(" and ", asked[l[0].ToLowerInvariant()].Distinct())}");
    }

    private IEnumerable<(string Name, string Version)> Direct(string framework) =>
        _root.GetProperty("project").GetProperty("frameworks").GetProperty(framework).TryGetProperty("dependencies", out var dependencies)
            ? dependencies.EnumerateObject().Select(p => (p.Name.ToLowerInvariant(), Least(p.Value.GetProperty("version").GetString()!)))
            : [];

    /// <summary>The lower end of a range such as "[1.5.73, )".</summary>
    private static string Least(string range) => range.Split(',')[0].Trim('[', '(', ' ', ']');
}
