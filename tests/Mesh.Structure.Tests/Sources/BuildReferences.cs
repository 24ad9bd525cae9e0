using Microsoft.CodeAnalysis;

namespace Mesh.Structure.Tests.Sources;

/// <summary>
/// The assemblies to compile sources of the repository against: the ones this process runs with. The frameworks are
/// among them, and as the tests refer to the topmost project, all packages and projects.
/// </summary>
internal static class BuildReferences
{
    private static readonly Dictionary<string, MetadataReference> ByName =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .GroupBy(p => Path.GetFileNameWithoutExtension(p), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => (MetadataReference)MetadataReference.CreateFromFile(g.First()), StringComparer.Ordinal);

    /// <summary>All of them but those of the repository's own projects that are not in <paramref name="projects"/>.</summary>
    public static IEnumerable<MetadataReference> With(IReadOnlySet<string> projects) =>
        ByName.Where(r => !IsOwn(r.Key) || projects.Contains(r.Key)).Select(r => r.Value);

    private static bool IsOwn(string assembly) => assembly.StartsWith("Mesh.", StringComparison.Ordinal);
}
