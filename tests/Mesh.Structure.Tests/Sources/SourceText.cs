using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mesh.Structure.Tests.Sources;

/// <summary>How all sources are read: in the newest language, and what stands in doc comments is not code.</summary>
internal static class SourceText
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None);

    public static SyntaxTree Parse(string text, string path = "") => CSharpSyntaxTree.ParseText(text, Options, path);
}
