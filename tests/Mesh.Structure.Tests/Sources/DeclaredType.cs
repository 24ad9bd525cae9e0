using Mesh.Structure.Tests.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mesh.Structure.Tests.Sources;

/// <summary>One declaration of a type; a partial type has several.</summary>
/// <param name="File">Relative to the project.</param>
/// <param name="FullName">With namespace, enclosing types and number of type parameters.</param>
/// <param name="Lines">Without the doc comment above it.</param>
/// <param name="IsNested">Whether it lies in another type.</param>
/// <param name="IsFileLocal">Whether no other file can see it.</param>
internal sealed record DeclaredType(string File, string FullName, int Lines, bool IsNested, bool IsFileLocal)
{
    public static IEnumerable<DeclaredType> In(ProjectFile project) =>
        project.SourceFiles.SelectMany(f => In(f, project.Text(f)));

    public static IEnumerable<DeclaredType> In(string file, string text) =>
        SourceText.Parse(text).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(d => d is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(d => new DeclaredType(
                file,
                string.Join('.', d.AncestorsAndSelf().Select(NameOf).OfType<string>().Reverse()),
                Lines: LinesOf(d),
                IsNested: d.Parent is BaseTypeDeclarationSyntax,
                IsFileLocal: d.Modifiers.Any(SyntaxKind.FileKeyword)));

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        TypeDeclarationSyntax { TypeParameterList.Parameters.Count: > 0 and var count } type => $"{type.Identifier}`{count}",
        BaseTypeDeclarationSyntax type => type.Identifier.ToString(),
        DelegateDeclarationSyntax type => type.Identifier.ToString(),
        _ => null,
    };

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
