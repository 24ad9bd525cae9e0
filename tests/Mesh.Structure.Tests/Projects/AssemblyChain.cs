using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mesh.Structure.Tests.Projects;

/// <summary>What a built assembly refers to, through the assemblies that lie beside it.</summary>
internal static class AssemblyChain
{
    /// <returns>The shortest chain of names from an assembly to one whose name starts so, or null if there is none.</returns>
    public static IReadOnlyList<string>? To(string prefix, string folder, string name)
    {
        var open = new Queue<IReadOnlyList<string>>([[name]]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        while (open.TryDequeue(out var chain))
        {
            if (chain[^1].StartsWith(prefix, StringComparison.Ordinal))
                return chain;
            foreach (var reference in References(Path.Combine(folder, chain[^1] + ".dll")).Where(seen.Add))
                open.Enqueue([.. chain, reference]);
        }

        return null;
    }

    // An assembly that is not in the folder is the framework's, and that refers to nothing outside itself.
    private static string[] References(string path)
    {
        if (!File.Exists(path))
            return [];
        using var assembly = new PEReader(File.OpenRead(path));
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
