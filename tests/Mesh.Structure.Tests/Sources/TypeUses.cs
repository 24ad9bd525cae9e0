using Mesh.Structure.Tests.Folders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mesh.Structure.Tests.Sources;

/// <summary>Which file of a compilation uses a type that another of its files declares.</summary>
/// <param name="Uses">One for each file, declaring file and type; nested types count as the type around them.</param>
/// <param name="Unbound">
/// Names of the compilation's own types that mean nothing where they stand: uses that <paramref name="Uses"/> misses.
/// </param>
internal sealed record TypeUses(IReadOnlyList<Use> Uses, IReadOnlyList<string> Unbound)
{
    public static TypeUses In(CSharpCompilation compilation)
    {
        var uses = new List<Use>();
        var unbound = new List<string>();
        var declared = compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees.Where(t => t.FilePath.Length > 0))
        {
            var names = new NamesInFile(compilation.GetSemanticModel(tree));
            names.Visit(tree.GetRoot());
            uses.AddRange(names.Types.Select(t => UseOf(tree.FilePath, t)).OfType<Use>().Distinct());
            unbound.AddRange(names.Unbound.Where(n => declared.Contains(n.Identifier.ValueText))
                .Select(n => $"{tree.FilePath}({n.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {n}"));
        }

        return new TypeUses(uses, unbound);
    }

    /// <returns>Null for a type that the file itself, generated code or another assembly declares.</returns>
    private static Use? UseOf(string file, INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
            type = outer;
        var declaredIn = type.OriginalDefinition.Locations.Where(l => l.IsInSource)
            .Select(l => l.SourceTree!.FilePath).Where(f => f.Length > 0).ToArray();
        // X.cs before X.Log.cs: the shortest is the one that the type has its name from.
        return declaredIn.Length == 0 || declaredIn.Contains(file)
            ? null
            : new Use(file, declaredIn.OrderBy(f => f.Length).ThenBy(f => f, StringComparer.Ordinal).First(), type.Name);
    }
}
