using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mesh.Structure.Tests.Sources;

/// <summary>Where a file lets time pass: <c>Task.Delay</c> and <c>Thread.Sleep</c>, called or handed on.</summary>
internal static class Pauses
{
    /// <returns>Numbers of lines, from 1.</returns>
    public static IEnumerable<int> In(string text) =>
        SourceText.Parse(text).GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(a => (Last(a.Expression), a.Name.Identifier.ValueText) is ("Task", "Delay") or ("Thread", "Sleep"))
            .Select(a => a.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    private static string? Last(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
